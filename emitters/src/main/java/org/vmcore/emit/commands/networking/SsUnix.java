package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.net.Sock;
import org.vmcore.kernel.net.TcpSocket;
import org.vmcore.kernel.net.UnixSocket;
import org.vmcore.kernel.net.socket.SocketMemory;
import org.vmcore.kernel.net.socket.SocketQueue;
import org.vmcore.model.Value;

/** Unix sockets as {@code sk_diag_fill()}, {@code net/unix/diag.c}, tells and ss shows them. */
final class SsUnix {
  // include/linux/net.h
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_SEQPACKET = 5;

  private SsUnix() {}

  static void row(UnixSocket socket, SsTable table) {
    Sock sock = socket.sock();
    boolean listens = sock.state() == TcpSocket.TCP_LISTEN;
    SocketMemory memory = SocketMemory.of(sock);
    long peer = socket.peer().map(p -> p.sock().inode()).orElse(0L);
    table.row(
        kind(sock.type()),
        Ss.STATES.get(Math.min(sock.state(), Ss.STATES.size() - 1)),
        Ss.queue(listens ? SocketQueue.length(sock) : inQueue(socket)),
        Ss.queue(listens ? sock.maxAckBacklog() : memory.sent()),
        socket.name().map(name -> name.replace('\0', '@')).orElse("*") + " ",
        Long.toString(sock.inode()),
        "* ",
        Long.toString(peer),
        Ss.users(sock)
            + Ss.skmem(memory)
            + Ss.shutdown(sock)
            + file(socket)
            + (listens ? peers(sock) : ""));
  }

  private static String kind(int type) {
    return switch (type) {
      case SOCK_STREAM -> "u_str";
      case SOCK_SEQPACKET -> "u_seq";
      default -> "u_dgr";
    };
  }

  /** {@code unix_inq_len()}: all that waits, of datagrams the first. */
  private static long inQueue(UnixSocket socket) {
    Sock sock = socket.sock();
    if (sock.type() == SOCK_STREAM || sock.type() == SOCK_SEQPACKET) {
      return SocketQueue.unixBytes(socket);
    }
    List<Value> queue = SocketQueue.of(sock);
    return queue.isEmpty() ? 0 : queue.get(0).field("len").asLong();
  }

  /** {@code UNIX_DIAG_VFS}: the file that a socket is bound to. */
  private static String file(UnixSocket socket) {
    Value dentry = socket.value().at("path.dentry");
    if (dentry.isNull()) {
      return "";
    }
    long dev = dentry.at("d_sb->s_dev").asLong() & 0xffffffffL;
    return " ino:"
        + (dentry.at("d_inode->i_ino").asLong() & 0xffffffffL)
        + " dev:"
        + (dev >> 8 & 0xfff)
        + "/"
        + (dev & 0xff | dev >> 12 & 0xfff00);
  }

  /** {@code UNIX_DIAG_ICONS}: who connected and is not yet accepted. */
  private static String peers(Sock listener) {
    List<String> inodes = new ArrayList<>();
    for (Value skb : SocketQueue.of(listener)) {
      UnixSocket request = new UnixSocket(Sock.of(skb.field("sk")));
      inodes.add(" " + request.peer().map(peer -> peer.sock().inode()).orElse(0L));
    }
    return " peers:" + String.join("", inodes);
  }
}
