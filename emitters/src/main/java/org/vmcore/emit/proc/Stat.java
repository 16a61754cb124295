package org.vmcore.emit.proc;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.irq.ArchIrqCounters;
import org.vmcore.kernel.irq.IrqDesc;
import org.vmcore.kernel.irq.SoftIrqs;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.sched.LoadAverage;
import org.vmcore.kernel.time.Hz;
import org.vmcore.kernel.time.IdleTime;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;

/**
 * {@code /proc/stat} as {@code show_stat()}, {@code fs/proc/stat.c}: times of the CPUs in {@code
 * USER_HZ} ticks, interrupts, context switches and processes since boot.
 */
final class Stat {
  private static final List<String> TIMES =
      List.of(
          "CPUTIME_USER",
          "CPUTIME_NICE",
          "CPUTIME_SYSTEM",
          "CPUTIME_IDLE",
          "CPUTIME_IOWAIT",
          "CPUTIME_IRQ",
          "CPUTIME_SOFTIRQ",
          "CPUTIME_STEAL",
          "CPUTIME_GUEST",
          "CPUTIME_GUEST_NICE");

  @Emits("proc/stat")
  void stat(Program kernel, Text out) {
    times(kernel, out);
    interrupts(kernel, out);
    PerCpu perCpu = PerCpu.of(kernel);
    out.line("ctxt %llu", perCpu.sum("runqueues", "nr_switches"));
    out.line("btime %llu", Timekeeping.of(kernel).bootedAtSeconds());
    out.line("processes %lu", kernel.symbol("total_forks").asLong());
    out.line("procs_running %u", LoadAverage.nrRunning(kernel));
    out.line("procs_blocked %u", perCpu.sum("runqueues", "nr_iowait.counter"));
    softirqs(kernel, out);
  }

  private static void times(Program kernel, Text out) {
    long[] sum = new long[TIMES.size()];
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      long[] ns = timesNs(kernel, cpu);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += ns[i];
      }
    }
    ticks("cpu ", sum, out);
    for (int cpu : CpuMask.online(kernel).stream().toArray()) {
      ticks("cpu" + cpu, timesNs(kernel, cpu), out);
    }
  }

  private static long[] timesNs(Program kernel, int cpu) {
    IdleTime idle = IdleTime.of(kernel);
    long[] ns = new long[TIMES.size()];
    for (int i = 0; i < ns.length; i++) {
      ns[i] =
          switch (TIMES.get(i)) {
            case "CPUTIME_IDLE" -> idle.idleNs(cpu);
            case "CPUTIME_IOWAIT" -> idle.iowaitNs(cpu);
            default ->
                PerCpu.of(kernel)
                    .variable("kernel_cpustat", cpu)
                    .field("cpustat")
                    .index(kernel.enumerator(TIMES.get(i)))
                    .asLong();
          };
    }
    return ns;
  }

  private static void ticks(String label, long[] ns, Text out) {
    out.print("%s", label);
    for (long time : ns) {
      out.print(" %llu", Hz.nsecToClockT(time));
    }
    out.append('\n');
  }

  /** The sum of all, then each by number. */
  private static void interrupts(Program kernel, Text out) {
    long sum = PerCpu.of(kernel).sum("kstat", "irqs_sum");
    for (ArchIrqCounters.Line line : ArchIrqCounters.lines(kernel)) {
      if (line.isSummed()) {
        sum += line.counts().stream().mapToLong(Long::longValue).sum();
      }
    }
    out.print("intr %llu", sum);
    long[] counts = new long[Math.max(0, Math.min(IrqDesc.nrIrqs(kernel), 1 << 20))];
    for (IrqDesc irq : IrqDesc.all(kernel)) {
      if (irq.number() >= 0 && irq.number() < counts.length) {
        try {
          counts[irq.number()] = irq.total();
        } catch (MemoryFault fault) {
          out.partial("interrupt " + irq.number() + ": " + fault.what());
        }
      }
    }
    for (long count : counts) {
      out.print(" %u", count);
    }
    out.append('\n');
  }

  private static void softirqs(Program kernel, Text out) {
    int nrSoftirqs = SoftIrqs.names(kernel).size();
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < nrSoftirqs; i++) {
      long count = 0;
      for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
        count += SoftIrqs.count(kernel, i, cpu);
      }
      counts.add(count);
    }
    out.print("softirq %llu", counts.stream().mapToLong(Long::longValue).sum());
    for (long count : counts) {
      out.print(" %u", count);
    }
    out.append('\n');
  }
}
