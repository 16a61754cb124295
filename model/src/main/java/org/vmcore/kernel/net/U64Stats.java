package org.vmcore.kernel.net;

import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** Counters of one CPU or queue, {@code include/linux/u64_stats_sync.h}. */
public final class U64Stats {
  private U64Stats() {}

  /** {@code u64_stats_read()}: of a {@code u64_stats_t}, an {@code atomic_long_t} or a number. */
  public static long read(Value counter) {
    if (counter.type().asStruct().isEmpty()) {
      return counter.asLong();
    }
    return MemberVariants.first(
            counter, "v.a.a.counter", "v.a.counter", "v.counter", "counter", "v")
        .asLong();
  }
}
