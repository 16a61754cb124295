package org.vmcore.kernel.net.socket;

import org.vmcore.kernel.net.Sock;
import org.vmcore.model.Value;

/** Bytes that a socket holds and may hold: {@code sk_get_meminfo()}, {@code net/core/sock.c}. */
public record SocketMemory(
    long received,
    long receiveBuffer,
    long sent,
    long sendBuffer,
    long forward,
    long queued,
    long options,
    long backlog,
    long drops) {
  public static SocketMemory of(Sock sock) {
    Value sk = sock.value();
    return new SocketMemory(
        u32(sock.rmemAlloc()),
        u32(sk.field("sk_rcvbuf").asLong()),
        u32(sock.wmemAlloc()),
        u32(sk.field("sk_sndbuf").asLong()),
        u32(sk.field("sk_forward_alloc").asLong()),
        u32(sk.field("sk_wmem_queued").asLong()),
        u32(sk.at("sk_omem_alloc.counter").asLong()),
        u32(sk.at("sk_backlog.len").asLong()),
        u32(sock.drops()));
  }

  private static long u32(long number) {
    return number & 0xffffffffL;
  }
}
