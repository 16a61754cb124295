package org.vmcore.kernel.net.bridge;

import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct net_bridge}, {@code net/bridge/br_private.h}. */
public record Bridge(Value bridge) {
  public static Bridge of(NetDevice device) {
    return new Bridge(device.priv("struct net_bridge"));
  }

  public NetDevice device() {
    return NetDevice.of(bridge.field("dev"));
  }

  /** {@code br_opt_get()}: one of {@code BROPT_*}. */
  public boolean has(String option) {
    long bit = bridge.program().enumerator(option);
    return (bridge.field("options").asLong() >> bit & 1) != 0;
  }

  /** Whether this kernel knows an option. */
  public boolean knows(String option) {
    return bridge.program().findEnumerator(option).isPresent();
  }

  /** What it keeps about multicast; since 5.15 also for each VLAN, hence in a structure. */
  public Value multicast(String member) {
    return MemberVariants.first(bridge, "multicast_ctx." + member, member);
  }

  /** Whether it asks for multicast groups itself: an option before 5.15. */
  public boolean isQuerier() {
    return knows("BROPT_MULTICAST_QUERIER")
        ? has("BROPT_MULTICAST_QUERIER")
        : multicast("multicast_querier").asBoolean();
  }

  /** An interval in {@code USER_HZ} ticks. */
  public long ticks(Value jiffies) {
    return Hz.jiffiesToClockT(bridge.program(), jiffies.asLong());
  }

  /** {@code br_timer_value()}: ticks until a {@code struct timer_list} expires, 0 when it rests. */
  public static long timerTicks(Value timer) {
    Program kernel = timer.program();
    return timer.at("entry.pprev").isNull()
        ? 0
        : Hz.jiffiesToClockT(kernel, timer.field("expires").asLong() - Hz.jiffies(kernel));
  }
}
