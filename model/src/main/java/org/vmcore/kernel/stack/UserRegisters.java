package org.vmcore.kernel.stack;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** The registers with which a task entered the kernel, {@code task_pt_regs()}. */
public final class UserRegisters {
  private static final long TS_COMPAT = 0x2; // arch/x86/include/asm/thread_info.h

  private UserRegisters() {}

  /** Empty for a task without a stack. Those of kernel threads are all 0. */
  public static Optional<Registers> of(Task task) {
    Program kernel = task.value().program();
    OptionalLong address = ThreadStack.userRegistersAddress(task);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        kernel.machine().equals("aarch64")
            ? Arm64Registers.at(kernel, address.getAsLong())
            : X86Registers.at(kernel, address.getAsLong()));
  }

  /** {@code syscall_get_arguments()}; those of a 32-bit program are in other registers. */
  public static List<Long> syscallArguments(Task task, Registers registers) {
    boolean compat =
        task.value().has("thread_info.status")
            && (task.value().at("thread_info.status").asLong() & TS_COMPAT) != 0;
    return registers instanceof X86Registers x86 && compat
        ? x86.compatSyscallArguments()
        : registers.syscallArguments();
  }
}
