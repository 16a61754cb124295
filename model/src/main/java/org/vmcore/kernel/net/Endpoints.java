package org.vmcore.kernel.net;

import org.vmcore.model.Value;

/**
 * The two ends of an internet socket: a {@code struct sock_common}, with which full sockets, those
 * in TIME_WAIT and requests begin. Immutable.
 */
public final class Endpoints {
  public static final int AF_INET = 2; // include/linux/socket.h
  public static final int AF_INET6 = 10;

  private final Value common;

  private Endpoints(Value common) {
    this.common = common;
  }

  /**
   * @param sock a structure that begins with a {@code struct sock_common}
   */
  public static Endpoints of(Value sock) {
    return new Endpoints(sock.program().object("struct sock_common", sock.address()));
  }

  public int family() {
    return common.field("skc_family").asInt();
  }

  public int state() {
    return common.field("skc_state").asInt();
  }

  /** The {@code struct net}. */
  public Value net() {
    return NetNamespaces.of(common.field("skc_net"));
  }

  public int refcount() {
    return common.at("skc_refcnt.refs.counter").asInt();
  }

  /** {@code skc_bound_dev_if}. */
  public int boundDevice() {
    return common.field("skc_bound_dev_if").asInt();
  }

  /** {@code skc_num}: the local port, in host order. */
  public int localPort() {
    return common.field("skc_num").asInt();
  }

  /** {@code skc_dport}: the remote port, in host order. */
  public int remotePort() {
    byte[] port = common.field("skc_dport").bytes();
    return (port[0] & 0xff) << 8 | port[1] & 0xff;
  }

  /** The local address in network order: 4 bytes, or 16 of an IPv6 socket. */
  public byte[] localAddress() {
    return local(family()).bytes();
  }

  /** The remote address in network order: 4 bytes, or 16 of an IPv6 socket. */
  public byte[] remoteAddress() {
    return remote(family()).bytes();
  }

  /** The local address as words of 32 bits in host order: what {@code /proc/net/tcp} shows. */
  public long[] localWords() {
    return words(local(family()));
  }

  /** The remote address as words of 32 bits in host order. */
  public long[] remoteWords() {
    return words(remote(family()));
  }

  private Value local(int family) {
    return common.field(family == AF_INET6 ? "skc_v6_rcv_saddr" : "skc_rcv_saddr");
  }

  private Value remote(int family) {
    return common.field(family == AF_INET6 ? "skc_v6_daddr" : "skc_daddr");
  }

  private static long[] words(Value address) {
    return address.has("in6_u")
        ? address.at("in6_u.u6_addr32").longs()
        : new long[] {address.asLong()};
  }
}
