package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.time.IdleTime;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;

/**
 * {@code /proc/uptime} as {@code uptime_proc_show()}, {@code fs/proc/uptime.c}: seconds since boot,
 * and those that the CPUs idled, all together.
 */
final class UptimeFile {
  private static final long NSEC_PER_CENTISECOND = 10_000_000;

  @Emits("proc/uptime")
  void uptime(Program kernel, Text out) {
    IdleTime idle = IdleTime.of(kernel);
    long idleNs = CpuMask.possible(kernel).stream().mapToLong(idle::idleNs).sum();
    long up = Timekeeping.of(kernel).bootNs() / NSEC_PER_CENTISECOND;
    long idled = Long.divideUnsigned(idleNs, NSEC_PER_CENTISECOND);
    out.line("%lu.%02lu %lu.%02lu", up / 100, up % 100, idled / 100, idled % 100);
  }
}
