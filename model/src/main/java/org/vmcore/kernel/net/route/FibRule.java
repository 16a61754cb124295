package org.vmcore.kernel.net.route;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * A rule that chooses a routing table, {@code struct fib_rule}, {@code net/core/fib_rules.c}.
 *
 * @param rule the {@code struct fib4_rule} or {@code struct fib6_rule}
 */
public record FibRule(Value rule, int family) {
  /** The rules of IPv4 in a {@code struct net}, by priority; a kernel without has none. */
  public static List<FibRule> ofIpv4(Value net) {
    return of(net, "ipv4.rules_ops", "struct fib4_rule", IpAddress.AF_INET);
  }

  /** The rules of IPv6. */
  public static List<FibRule> ofIpv6(Value net) {
    return of(net, "ipv6.fib6_rules_ops", "struct fib6_rule", IpAddress.AF_INET6);
  }

  private static List<FibRule> of(Value net, String ops, String type, int family) {
    if (!net.has(ops) || net.at(ops).isNull()) {
      return List.of();
    }
    List<FibRule> rules = new ArrayList<>();
    for (Value rule : ListHead.forEachEntry(net.at(ops).field("rules_list"), type, "common.list")) {
      rules.add(new FibRule(rule, family));
    }
    return rules;
  }

  /** {@code struct fib_rule}: what rules of all families have. */
  public Value common() {
    return rule.field("common");
  }

  public IpAddress source() {
    return address("src");
  }

  public int sourceLength() {
    return MemberVariants.first(rule, "src.plen", "src_len").asInt();
  }

  public IpAddress destination() {
    return address("dst");
  }

  public int destinationLength() {
    return MemberVariants.first(rule, "dst.plen", "dst_len").asInt();
  }

  private IpAddress address(String member) {
    return rule.has(member + ".addr")
        ? IpAddress.ipv6(rule.at(member + ".addr"))
        : IpAddress.ipv4(rule.field(member));
  }

  /** Type of service that packets must have; 0 for any. */
  public int tos() {
    boolean wholeDscp = MemberVariants.find(rule, "dscp_full").map(Value::asBoolean).orElse(false);
    return wholeDscp ? 0 : MemberVariants.first(rule, "dscp", "tos", "tclass").asInt();
  }

  /** {@code RTA_FLOW}; 0 without. */
  public long realms() {
    return MemberVariants.find(rule, "tclassid").map(Value::asLong).orElse(0L) & 0xffffffffL;
  }

  /** A member of {@code struct fib_rule} as an unsigned number; 0 where it is unknown. */
  public long number(String member) {
    return MemberVariants.find(common(), member).map(Value::asLong).orElse(0L) & 0xffffffffL;
  }
}
