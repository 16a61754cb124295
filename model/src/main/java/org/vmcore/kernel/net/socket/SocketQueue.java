package org.vmcore.kernel.net.socket;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.kernel.net.Sock;
import org.vmcore.kernel.net.UnixSocket;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What a socket has received and nobody has read: {@code sk_receive_queue}. */
public final class SocketQueue {
  private static final int MAX_BUFFERS = 1 << 20;

  private SocketQueue() {}

  /** {@code skb_queue_len()}. */
  public static long length(Sock sock) {
    return sock.value().at("sk_receive_queue.qlen").asLong() & 0xffffffffL;
  }

  /** {@code skb_queue_walk()}: the {@code struct sk_buff}s, first to last. */
  public static List<Value> of(Sock sock) {
    Value head = sock.value().field("sk_receive_queue");
    Program kernel = head.program();
    List<Value> buffers = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long next = head.field("next").asLong();
    while (next != head.address() && next != 0) {
      if (!seen.add(next) || buffers.size() == MAX_BUFFERS) {
        throw new Malformed("queue runs into itself", "struct sk_buff", next);
      }
      Value buffer = kernel.object("struct sk_buff", next);
      buffers.add(buffer);
      next = buffer.field("next").asLong();
    }
    return buffers;
  }

  /** Bytes of a stream that wait, {@code unix_inq_len()}; since 6.16 the socket counts them. */
  public static long unixBytes(UnixSocket socket) {
    Value unix = socket.value();
    if (unix.has("inq_len")) {
      return unix.field("inq_len").asLong();
    }
    long bytes = 0;
    for (Value buffer : of(socket.sock())) {
      long consumed =
          buffer.field("cb").addressOf().cast("struct unix_skb_parms *").field("consumed").asLong();
      bytes += (buffer.field("len").asLong() & 0xffffffffL) - (consumed & 0xffffffffL);
    }
    return bytes;
  }
}
