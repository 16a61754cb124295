package org.vmcore.kernel.cgroup;

import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct cpuacct}, {@code kernel/sched/cpuacct.c}: times of a group's tasks. */
public record CpuAcct(Value value) {

  public static CpuAcct of(CgroupFile file) {
    return new CpuAcct(file.state("struct cpuacct"));
  }

  public long usageNs(int cpu) {
    return PerCpu.of(kernel()).ptr(value.field("cpuusage"), cpu).asLong();
  }

  public long userNs(int cpu) {
    return time(cpu, "CPUTIME_USER") + time(cpu, "CPUTIME_NICE");
  }

  public long systemNs(int cpu) {
    return time(cpu, "CPUTIME_SYSTEM") + time(cpu, "CPUTIME_IRQ") + time(cpu, "CPUTIME_SOFTIRQ");
  }

  public long usageNs() {
    return CpuMask.possible(kernel()).stream().mapToLong(this::usageNs).sum();
  }

  public long userNs() {
    return CpuMask.possible(kernel()).stream().mapToLong(this::userNs).sum();
  }

  public long systemNs() {
    return CpuMask.possible(kernel()).stream().mapToLong(this::systemNs).sum();
  }

  private long time(int cpu, String which) {
    Value times = PerCpu.of(kernel()).ptr(value.field("cpustat"), cpu).field("cpustat");
    return times.index(kernel().enumerator(which)).asLong();
  }

  private Program kernel() {
    return value.program();
  }
}
