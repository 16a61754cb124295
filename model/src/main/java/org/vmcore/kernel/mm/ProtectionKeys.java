package org.vmcore.kernel.mm;

import java.util.OptionalInt;
import org.vmcore.kernel.cpu.X86Cpu;
import org.vmcore.model.Program;

/** {@code vma_pkey()}, {@code arch/x86/include/asm/pkeys.h}: which key guards an area. */
public final class ProtectionKeys {
  private static final int X86_FEATURE_OSPKE = 16 * 32 + 4; // asm/cpufeatures.h
  private static final int VM_PKEY_SHIFT = 32;
  private static final int KEYS = 0xf;

  private ProtectionKeys() {}

  /** Empty on machines that have no keys. */
  public static OptionalInt of(VmArea area) {
    Program kernel = area.value().program();
    return kernel.computed(ProtectionKeys.class, ProtectionKeys::areUsed)
        ? OptionalInt.of((int) (area.flags() >>> VM_PKEY_SHIFT) & KEYS)
        : OptionalInt.empty();
  }

  /** {@code arch_pkeys_enabled()}. */
  private static boolean areUsed(Program kernel) {
    return kernel.machine().equals("x86_64") && X86Cpu.boot(kernel).has(X86_FEATURE_OSPKE);
  }
}
