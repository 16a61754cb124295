package org.vmcore.kernel.net.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** A {@code struct nexthop}, {@code include/net/nexthop.h}: ways on that have a number. */
public record NexthopObject(Value nexthop) {
  /**
   * @param route a {@code struct fib_info} or {@code struct fib6_info}
   */
  static Optional<NexthopObject> of(Value route) {
    return MemberVariants.find(route, "nh")
        .filter(nexthop -> !nexthop.isNull())
        .map(nexthop -> new NexthopObject(nexthop.deref()));
  }

  public long id() {
    return nexthop.field("id").asLong() & 0xffffffffL;
  }

  public boolean isGroup() {
    return nexthop.field("is_group").asBoolean();
  }

  /** The single way, or those of the group. */
  public List<Nexthop> nexthops() {
    if (!isGroup()) {
      return List.of(single(nexthop));
    }
    List<Nexthop> all = new ArrayList<>();
    for (Value entry : entries()) {
      all.add(single(entry.field("nh").deref()).weighted(weight(entry)));
    }
    return all;
  }

  /** {@code nexthop_is_blackhole()}. */
  public boolean isBlackhole() {
    if (!isGroup()) {
      return info(nexthop).field("reject_nh").asBoolean();
    }
    List<Value> entries = entries();
    return entries.size() == 1
        && info(entries.get(0).field("nh").deref()).field("reject_nh").asBoolean();
  }

  /** {@code struct nh_grp_entry}s. */
  private List<Value> entries() {
    Value group = nexthop.field("nh_grp");
    return group.field("nh_entries").elements(group.field("num_nh").asLong() & 0xffff);
  }

  private static int weight(Value entry) {
    return entry.field("weight").asInt();
  }

  private static Nexthop single(Value nexthop) {
    return Nexthop.ofCommon(info(nexthop).field("fib_nhc"));
  }

  private static Value info(Value nexthop) {
    return nexthop.field("nh_info");
  }
}
