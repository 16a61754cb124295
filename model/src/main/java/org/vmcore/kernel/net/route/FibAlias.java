package org.vmcore.kernel.net.route;

import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * An entry of a leaf of a routing table, {@code struct fib_alias}, {@code net/ipv4/fib_lookup.h}.
 *
 * @param key the leaf's address in the CPU's byte order
 */
public record FibAlias(long key, Value alias) {
  private static final int KEYLENGTH = 32; // bits of a key

  public IpAddress destination() {
    return IpAddress.ofHostOrder(key);
  }

  public int prefixLength() {
    return KEYLENGTH - alias.field("fa_slen").asInt();
  }

  /** {@code RTN_*}. */
  public int type() {
    return alias.field("fa_type").asInt();
  }

  /** Type of service, before 5.18 by another name. */
  public int tos() {
    return MemberVariants.first(alias, "fa_dscp", "fa_tos").asInt();
  }

  public long tableId() {
    return alias.field("tb_id").asLong() & 0xffffffffL;
  }

  public FibInfo info() {
    return new FibInfo(alias.field("fa_info").deref());
  }

  /** {@code RTM_F_OFFLOAD}, {@code RTM_F_TRAP}, {@code RTM_F_OFFLOAD_FAILED}: in hardware. */
  long hardwareFlags() {
    return Route.hardwareFlags(alias);
  }
}
