package org.vmcore.kernel.net;

import java.util.Optional;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A tracked connection: {@code struct nf_conn}, {@code net/netfilter/nf_conntrack.h}. */
public record Connection(Value value) {
  /** Which way: index of {@code tuplehash[]}. */
  public static final int ORIGINAL = 0;

  public static final int REPLY = 1;

  /** {@code IPS_*_BIT}, {@code nf_conntrack_common.h}. */
  public enum Status {
    SEEN_REPLY(1),
    ASSURED(2),
    CONFIRMED(3),
    DYING(9),
    OFFLOAD(14),
    HW_OFFLOAD(15);

    private final int bit;

    Status(int bit) {
      this.bit = bit;
    }
  }

  /** The {@code struct net}. */
  public Value net() {
    return NetNamespaces.of(value.field("ct_net"));
  }

  /** The {@code struct nf_conntrack_tuple} of a direction. */
  public Value tuple(int direction) {
    return value.field("tuplehash").index(direction).field("tuple");
  }

  /** {@code nf_ct_l3num()}: {@code AF_*}. */
  public int family() {
    return tuple(ORIGINAL).at("src.l3num").asInt();
  }

  /** {@code nf_ct_protonum()}: {@code IPPROTO_*}. */
  public int protocol() {
    return tuple(ORIGINAL).at("dst.protonum").asInt();
  }

  public boolean is(Status status) {
    return (value.field("status").asLong() >> status.bit & 1) != 0;
  }

  /** {@code nf_ct_expires()}: seconds that are left; the clock has 32 bits and runs over. */
  public long expiresSeconds() {
    return Math.max(leftJiffies(), 0) / Hz.of(value.program());
  }

  private int leftJiffies() {
    return value.field("timeout").asInt() - (int) Hz.jiffies(value.program());
  }

  /** {@code nf_ct_should_gc()}: nobody sees it any more. */
  public boolean isExpired() {
    return leftJiffies() <= 0 && is(Status.CONFIRMED) && !is(Status.DYING);
  }

  /** References; a reader of {@code /proc} holds one more. */
  public int uses() {
    return MemberVariants.first(value, "ct_general.use.refs.counter", "ct_general.use.counter")
        .asInt();
  }

  /** {@code nf_conn_acct_find()}: {@code struct nf_conn_counter} of a direction. */
  public Optional<Value> counter(int direction) {
    return extension("NF_CT_EXT_ACCT", "struct nf_conn_acct")
        .map(acct -> acct.field("counter").index(direction));
  }

  /** {@code nf_conn_tstamp_find()}: when it began, in nanoseconds since 1970. */
  public Optional<Long> startNs() {
    return extension("NF_CT_EXT_TSTAMP", "struct nf_conn_tstamp")
        .map(stamp -> stamp.field("start").asLong());
  }

  /** {@code nf_ct_ext_find()}. */
  private Optional<Value> extension(String id, String type) {
    Program kernel = value.program();
    Value extensions = value.field("ext");
    if (extensions.isNull() || kernel.findEnumerator(id).isEmpty()) {
      return Optional.empty();
    }
    long offset = extensions.field("offset").index(kernel.enumerator(id)).asLong();
    return offset == 0
        ? Optional.empty()
        : Optional.of(kernel.object(type, extensions.asLong() + offset));
  }
}
