package org.vmcore.kernel.mm;

import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.EnumType;

/**
 * {@code get_gate_vma()}, {@code arch/x86/entry/vsyscall/vsyscall_64.c}: a page of the kernel's
 * that all 64 bit processes see.
 */
public final class GateArea {
  private static final long MM_CONTEXT_HAS_VSYSCALL = 1 << 1; // arch/x86/include/asm/mmu.h

  private GateArea() {}

  /**
   * Empty for a process that does not see it, and on kernels without it.
   *
   * @param mm the {@code struct mm_struct}
   */
  public static Optional<VmArea> of(Value mm) {
    Program kernel = mm.program();
    Optional<Value> gate = kernel.findSymbol("gate_vma");
    Optional<Value> mode = kernel.findSymbol("vsyscall_mode");
    if (gate.isEmpty() || mode.isEmpty() || isOff(mode.get()) || !sees(mm)) {
      return Optional.empty();
    }
    return gate.map(VmArea::new);
  }

  private static boolean isOff(Value mode) {
    return mode.type().resolved() instanceof EnumType modes
        && modes.nameOf(mode.asLong()).filter(name -> name.equals("NONE")).isPresent();
  }

  /** Programs of 32 bit do not. */
  private static boolean sees(Value mm) {
    if (mm.has("context.ia32_compat")) { // before 5.15
      return mm.at("context.ia32_compat").asLong() == 0;
    }
    return !mm.has("context.flags")
        || (mm.at("context.flags").asLong() & MM_CONTEXT_HAS_VSYSCALL) != 0;
  }
}
