package org.vmcore.kernel.time;

import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The machine's clocks when its timekeeper was last brought up to date, {@code
 * kernel/time/timekeeping.c}: not more than a tick or so before the crash.
 *
 * @param realNs {@code CLOCK_REALTIME}: since 1970, UTC
 * @param monotonicNs {@code CLOCK_MONOTONIC}: since boot without suspension
 * @param bootNs {@code CLOCK_BOOTTIME}: since boot
 */
public record Timekeeping(long realNs, long monotonicNs, long bootNs) {
  private static final long NSEC_PER_SEC = 1_000_000_000L;

  public static Timekeeping of(Program kernel) {
    return kernel.computed(Timekeeping.class, Timekeeping::read);
  }

  private static Timekeeping read(Program kernel) {
    Value keeper = timekeeper(kernel);
    Value base = MemberVariants.find(keeper, "tkr_mono", "tkr").orElse(keeper);
    long real =
        keeper.field("xtime_sec").asLong() * NSEC_PER_SEC
            + (base.field("xtime_nsec").asLong() >>> base.field("shift").asInt());
    Value toMonotonic = keeper.field("wall_to_monotonic");
    long monotonic =
        real
            + toMonotonic.field("tv_sec").asLong() * NSEC_PER_SEC
            + toMonotonic.field("tv_nsec").asLong();
    return new Timekeeping(real, monotonic, monotonic + ktimeNs(keeper.field("offs_boot")));
  }

  /**
   * {@code tk_core}, which is one of several since auxiliary clocks came, or a variable of its own
   * before 3.14.
   */
  private static Value timekeeper(Program kernel) {
    return kernel
        .findSymbol("tk_core")
        .or(() -> kernel.findSymbol("timekeeper_data").map(all -> all.index(0)))
        .map(core -> core.field("timekeeper"))
        .orElseGet(() -> kernel.symbol("timekeeper"));
  }

  /** The nanoseconds of a {@code ktime_t}: a number, or before 4.10 a union around one. */
  public static long ktimeNs(Value time) {
    return time.type().asStruct().isPresent() ? time.field("tv64").asLong() : time.asLong();
  }

  /** Whole seconds since 1970, UTC. */
  public long realSeconds() {
    return Math.floorDiv(realNs, NSEC_PER_SEC);
  }

  /** Whole seconds since boot. */
  public long bootSeconds() {
    return Math.floorDiv(bootNs, NSEC_PER_SEC);
  }

  /** {@code getboottime64()}: when the machine booted, nanoseconds since 1970. */
  public long bootedAtNs() {
    return realNs - bootNs;
  }

  /** {@code /proc/stat}'s {@code btime}: the same in seconds, rounded down. */
  public long bootedAtSeconds() {
    return Math.floorDiv(bootedAtNs(), NSEC_PER_SEC);
  }
}
