package org.vmcore.kernel.mm;

import java.util.OptionalLong;
import org.vmcore.model.Program;

/** The addresses from {@code VMALLOC_START} to {@code VMALLOC_END}: what machines leave to them. */
public final class VmallocSpace {
  // arch/x86/include/asm/pgtable_64_types.h
  private static final long VMALLOC_SIZE_TB_L4 = 32;
  private static final long VMALLOC_SIZE_TB_L5 = 12800;

  private VmallocSpace() {}

  /** {@code VMALLOC_TOTAL}; empty where neither the dump nor the machine's kind tells it. */
  public static OptionalLong totalBytes(Program kernel) {
    OptionalLong end = number(kernel, "VMALLOC_END");
    if (end.isPresent()) { // arm64 and riscv
      OptionalLong start = start(kernel);
      return start.isPresent()
          ? OptionalLong.of(end.getAsLong() - start.getAsLong())
          : OptionalLong.empty();
    }
    return kernel.machine().equals("x86_64") ? ofX86(kernel) : OptionalLong.empty();
  }

  /** {@code is_vmalloc_addr()}; nothing lies in a space of unknown place. */
  public static boolean contains(Program kernel, long address) {
    OptionalLong start = start(kernel);
    OptionalLong total = totalBytes(kernel);
    return start.isPresent()
        && total.isPresent()
        && Long.compareUnsigned(address - start.getAsLong(), total.getAsLong()) < 0;
  }

  /** {@code VMALLOC_START}. */
  private static OptionalLong start(Program kernel) {
    if (kernel.hasSymbol("vmalloc_base")) { // x86, where it is laid anew at each boot
      return OptionalLong.of(kernel.symbol("vmalloc_base").asLong());
    }
    OptionalLong start = number(kernel, "VMALLOC_START");
    return start.isPresent() ? start : number(kernel, "MODULES_END"); // arm64 says it but once
  }

  private static OptionalLong ofX86(Program kernel) {
    boolean fiveLevels = number(kernel, "pgtable_l5_enabled").orElse(0) != 0;
    long terabytes = fiveLevels ? VMALLOC_SIZE_TB_L5 : VMALLOC_SIZE_TB_L4;
    return OptionalLong.of((terabytes << 40) - 1); // the end is the last byte, not the one behind
  }

  private static OptionalLong number(Program kernel, String name) {
    return kernel.dump().vmcoreInfo().map(i -> i.number(name)).orElse(OptionalLong.empty());
  }
}
