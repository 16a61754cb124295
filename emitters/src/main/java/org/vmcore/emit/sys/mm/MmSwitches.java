package org.vmcore.emit.sys.mm;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.LruGen;
import org.vmcore.model.Program;

/**
 * Switches of reclaim below {@code sys/kernel/mm}: {@code mm/vmscan.c}, {@code mm/swap_state.c}.
 */
final class MmSwitches {
  @Emits(value = "sys/kernel/mm/lru_gen/enabled", needs = "lru_gen_caps")
  void lruGenEnabled(Program kernel, Text out) {
    out.line("0x%04x", LruGen.enabled(kernel));
  }

  @Emits(value = "sys/kernel/mm/lru_gen/min_ttl_ms", needs = "lru_gen_min_ttl")
  void lruGenMinTtl(Program kernel, Text out) {
    out.line("%u", LruGen.minTtlMs(kernel));
  }

  @Emits(value = "sys/kernel/mm/swap/vma_ra_enabled", needs = "enable_vma_readahead")
  void vmaReadahead(Program kernel, Text out) {
    trueOrFalse(kernel, "enable_vma_readahead", out);
  }

  @Emits(value = "sys/kernel/mm/numa/demotion_enabled", needs = "numa_demotion_enabled")
  void demotion(Program kernel, Text out) {
    trueOrFalse(kernel, "numa_demotion_enabled", out);
  }

  private static void trueOrFalse(Program kernel, String variable, Text out) {
    out.line(kernel.symbol(variable).asBoolean() ? "true" : "false");
  }
}
