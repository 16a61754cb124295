package org.vmcore.kernel.cpu;

import java.util.BitSet;
import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** CPUs that do the kernel's chores, {@code kernel/sched/isolation.c}. */
public final class Housekeeping {
  private Housekeeping() {}

  /** Those that take part in load balancing; empty when no CPU was set apart. */
  public static Optional<BitSet> domain(Program kernel) {
    long domain =
        kernel
            .findEnumerator("HK_TYPE_DOMAIN")
            .orElseGet(() -> kernel.findEnumerator("HK_FLAG_DOMAIN").orElse(0));
    if (kernel.hasSymbol("housekeeping")) { // since 5.18 a mask for each purpose
      Value housekeeping = kernel.symbol("housekeeping");
      boolean set = (housekeeping.field("flags").asLong() >> domain & 1) != 0;
      Value mask = housekeeping.field("cpumasks").index(domain);
      return set && !mask.isNull() ? Optional.of(CpuMask.of(mask)) : Optional.empty();
    }
    return kernel
        .findSymbol("housekeeping_mask")
        .filter(mask -> (flags(kernel) & domain) != 0 && !mask.isNull())
        .map(CpuMask::of);
  }

  private static long flags(Program kernel) {
    return kernel.findSymbol("housekeeping_flags").map(Value::asLong).orElse(0L);
  }

  /** Whether the mask of CPUs without ticks is printed though it never was allocated. */
  public static boolean printsNullMask(Program kernel) {
    return !kernel.hasSymbol("housekeeping")
        || !kernel.symbol("housekeeping").has("cpumasks")
        || !kernel.findEnumerator("HK_TYPE_DOMAIN_BOOT").isPresent();
  }
}
