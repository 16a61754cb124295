package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.X86Cpu;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** When a process last used AVX-512, {@code arch/x86/kernel/fpu/xstate.c}. */
final class PidArchStatus {
  private static final int X86_FEATURE_AVX512F = 9 * 32 + 16;

  /** {@code proc_pid_arch_status()}: nothing on processors without it. */
  @EmitsMany(path = "proc/{pid}/arch_status", each = Pids.class, needs = "proc_pid_arch_status")
  void archStatus(Program kernel, Task task, Text out) {
    if (!X86Cpu.boot(kernel).has(X86_FEATURE_AVX512F)) {
      return;
    }
    Value thread = task.value().field("thread");
    if (!thread.has("fpu.avx512_timestamp")) { // since 6.16 it lies behind the task
      out.partial("the time of the last AVX-512 instruction");
      return;
    }
    long used = thread.at("fpu.avx512_timestamp").asLong();
    out.line("AVX512_elapsed_ms:\t%ld", used == 0 ? -1 : elapsedMs(kernel, used));
  }

  private static long elapsedMs(Program kernel, long sinceJiffies) {
    long elapsedJiffies = kernel.symbol("jiffies").asLong() - sinceJiffies;
    return elapsedJiffies < 0 ? Long.MAX_VALUE : Hz.jiffiesToMsecs(kernel, elapsedJiffies);
  }
}
