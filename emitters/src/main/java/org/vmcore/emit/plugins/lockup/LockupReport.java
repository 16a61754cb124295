package org.vmcore.emit.plugins.lockup;

import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.sched.LastRun;
import org.vmcore.kernel.sched.RunQueue;
import org.vmcore.kernel.stack.CrashRegisters;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.Registers;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.stack.X86Registers;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * How long each CPU ran the same task, when its scheduler's clock and its watchdog last moved
 * ({@code kernel/watchdog.c}), and whether it took interrupts.
 */
final class LockupReport {
  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final int SOFT_FACTOR = 2; // get_softlockup_thresh()
  private static final int NS_SHIFT = 30; // get_timestamp(): seconds, near enough

  @Emits(value = "plugins/lockup/report.txt", needs = "watchdog_thresh")
  void report(Program kernel, Text out) {
    long threshold = SOFT_FACTOR * kernel.symbol("watchdog_thresh").asLong();
    out.line("a CPU that runs one task for more than %ld s is locked up softly", threshold);
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      if (CpuMask.online(kernel).get(cpu)) {
        cpu(kernel, cpu, threshold, out);
      } else if (CpuMask.present(kernel).get(cpu)) {
        out.line("");
        out.line("CPU %d: offline", cpu);
      }
    }
  }

  private static void cpu(Program kernel, int cpu, long thresholdSeconds, Text out) {
    RunQueue queue = RunQueue.of(kernel, cpu);
    Task current = queue.curr();
    long ranNs = LastRun.of(kernel).agoNs(current);
    boolean stuck = !queue.isIdle() && ranNs > thresholdSeconds * NS_PER_SECOND;
    out.line("");
    out.line("CPU %d: %s", cpu, stuck ? "LOCKED UP" : queue.isIdle() ? "idle" : "busy");
    if (!queue.isIdle()) {
      out.line("  runs pid %d \"%s\" since %s s", current.pid(), current.comm(), seconds(ranNs));
    }
    long lagNs = Math.max(0, LastRun.of(kernel).nowNs() - queue.clockNs());
    out.line("  clock of its run queue is %s s behind the latest", seconds(lagNs));
    watchdog(kernel, cpu, queue, out);
    registers(kernel, cpu, out);
    preemption(kernel, cpu, current, out);
    Optional<Frame> first = Stacks.of(kernel).trace(current).frames().stream().findFirst();
    first.ifPresent(frame -> out.line("  is in %s()", frame.function()));
  }

  private static String seconds(long ns) {
    return Text.format("%ld.%03ld", ns / NS_PER_SECOND, ns % NS_PER_SECOND / NS_PER_MS);
  }

  private static void watchdog(Program kernel, int cpu, RunQueue queue, Text out) {
    if (!kernel.hasSymbol("watchdog_touch_ts")) {
      return;
    }
    PerCpu perCpu = PerCpu.of(kernel);
    long touched = perCpu.variable("watchdog_touch_ts", cpu).asLong();
    if (touched > 0) { // else it was never started, or told to wait
      long ago = Math.max(0, (queue.clockNs() >> NS_SHIFT) - touched);
      out.line("  its watchdog ran %ld s before that clock stopped", ago);
    }
    if (kernel.hasSymbol("hrtimer_interrupts")) {
      Value interrupts = perCpu.variable("hrtimer_interrupts", cpu);
      Value saved = perCpu.variable("hrtimer_interrupts_saved", cpu);
      if (saved.asLong() != 0) { // else no hardware counter checks them
        out.line(
            "  timer interrupts of the watchdog: %lu, at its last check: %lu",
            number(interrupts), saved.asLong());
      }
    }
  }

  private static long number(Value counter) {
    return counter.type().asStruct().isPresent()
        ? counter.field("counter").asLong()
        : counter.asLong();
  }

  private static void registers(Program kernel, int cpu, Text out) {
    Optional<Registers> registers = CrashRegisters.of(kernel).on(cpu);
    if (registers.isEmpty()) {
      out.line("  its registers were not saved");
    } else if (registers.get().isUser()) {
      out.line("  was in user mode");
    } else if (registers.get() instanceof X86Registers x86) {
      out.line("  interrupts were %s", x86.interruptsEnabled() ? "on" : "off");
    }
  }

  /** {@code preempt_count()}, {@code include/linux/preempt.h}: depths in one number. */
  private static void preemption(Program kernel, int cpu, Task current, Text out) {
    Optional<Value> count = preemptCount(kernel, cpu, current);
    count.ifPresent(value -> out.line("  preempt_count: %08lx", value.asLong() & 0x7fff_ffffL));
  }

  private static Optional<Value> preemptCount(Program kernel, int cpu, Task current) {
    PerCpu perCpu = PerCpu.of(kernel);
    if (kernel.hasSymbol("__preempt_count")) {
      return Optional.of(perCpu.variable("__preempt_count", cpu));
    }
    if (kernel.hasMember("struct pcpu_hot", "preempt_count")) {
      return Optional.of(perCpu.variable("pcpu_hot", cpu).field("preempt_count"));
    }
    return current.value().has("thread_info.preempt_count")
        ? Optional.of(current.value().at("thread_info.preempt_count"))
        : Optional.empty();
  }
}
