package org.vmcore.kernel.net;

import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct sock}, {@code include/net/sock.h}: the network's half of a socket of any family.
 * Immutable.
 */
public final class Sock {
  private final Value sk;

  private Sock(Value sk) {
    this.sk = sk;
  }

  /**
   * @param sk the {@code struct sock}, a pointer to it, or a {@code struct sock_common} that is
   *     part of one
   */
  public static Sock of(Value sk) {
    Value struct = sk.type().asStruct().isPresent() ? sk : sk.deref();
    return new Sock(struct.program().object("struct sock", struct.address()));
  }

  /** The {@code struct sock}. */
  public Value value() {
    return sk;
  }

  /** The same under the type of its family: {@code "struct unix_sock"}. */
  public Value as(String type) {
    return sk.program().object(type, sk.address());
  }

  public long address() {
    return sk.address();
  }

  /** {@code sock_net()}: the {@code struct net}. */
  public Value net() {
    return NetNamespaces.ofSock(sk);
  }

  /** {@code sk_family}: {@code AF_*}. */
  public int family() {
    return sk.at("__sk_common.skc_family").asInt();
  }

  /** {@code sk_state}: {@code TCP_*}, which other families use too. */
  public int state() {
    return sk.at("__sk_common.skc_state").asInt();
  }

  /** {@code sk_type}: {@code SOCK_*}. */
  public int type() {
    return sk.field("sk_type").asInt();
  }

  /** {@code sk_protocol}. */
  public int protocol() {
    return sk.field("sk_protocol").asInt();
  }

  /** {@code sk_refcnt}. */
  public int refcount() {
    return sk.at("__sk_common.skc_refcnt.refs.counter").asInt();
  }

  /** {@code sk_bound_dev_if}: number of the device that it is bound to, or 0. */
  public int boundDevice() {
    return sk.at("__sk_common.skc_bound_dev_if").asInt();
  }

  /** Whether a process can still reach it: {@code sk_socket} is set. */
  public boolean hasSocket() {
    return !sk.field("sk_socket").isNull();
  }

  /** {@code sock_i_ino()}: number of the socket's inode, 0 for an orphan. */
  public long inode() {
    if (sk.has("sk_ino")) { // 6.17+
      return sk.field("sk_ino").asLong();
    }
    return hasSocket() ? inodeOf().field("i_ino").asLong() : 0;
  }

  /**
   * {@code sk_uid()} (6.17+) or {@code sock_i_uid()}: the owner, before 6.17 root for an orphan.
   */
  public long uid() {
    if (sk.has("sk_ino")) {
      return sk.at("sk_uid.val").asLong();
    }
    return hasSocket() ? inodeOf().at("i_uid.val").asLong() : 0;
  }

  private Value inodeOf() {
    return sk.field("sk_socket").containerOf("struct socket_alloc", "socket").field("vfs_inode");
  }

  /** {@code sk_rmem_alloc_get()}: bytes waiting to be received. */
  public int rmemAlloc() {
    return sk.at("sk_backlog.rmem_alloc.counter").asInt();
  }

  /** {@code sk_wmem_alloc_get()}: bytes being sent. */
  public int wmemAlloc() {
    return sk.at("sk_wmem_alloc.refs.counter").asInt() - 1;
  }

  /** {@code sk_drops_read()}: since 6.18 there may be a counter for each node. */
  public int drops() {
    if (sk.has("sk_drop_counters") && !sk.field("sk_drop_counters").isNull()) {
      Value counters = sk.field("sk_drop_counters");
      return counters.at("drops0.counter").asInt() + counters.at("drops1.counter").asInt();
    }
    return sk.at("sk_drops.counter").asInt();
  }

  /** {@code sk_max_ack_backlog} and {@code sk_ack_backlog}: how many may wait, and do. */
  public int ackBacklog() {
    return sk.field("sk_ack_backlog").asInt();
  }

  public int maxAckBacklog() {
    return sk.field("sk_max_ack_backlog").asInt();
  }

  Program program() {
    return sk.program();
  }

  @Override
  public String toString() {
    return "sock at 0x" + Long.toHexString(sk.address());
  }
}
