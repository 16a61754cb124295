package org.vmcore.kernel.cgroup;

import java.util.OptionalLong;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.task.CpuTimes;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Times of a group and those below it, {@code struct cgroup_base_stat}, with what the CPUs have not
 * handed in yet: {@code kernel/cgroup/rstat.c}.
 *
 * @param niceNs of user time, what was nice; empty before 6.12
 * @param forceIdleNs how long siblings idled for it; empty without core scheduling
 */
public record CgroupCpuStat(
    long runNs, long userNs, long systemNs, OptionalLong niceNs, OptionalLong forceIdleNs) {

  public static CgroupCpuStat of(Cgroup group) {
    Program kernel = group.value().program();
    Stat stat = group.isRoot() ? Stat.ofMachine(kernel) : Stat.flushed(group);
    CpuTimes times =
        group.isRoot()
            ? new CpuTimes(stat.user, stat.system)
            : CpuTimes.adjusted(group.value(), stat.user, stat.system, stat.run);
    Value base = group.value().field("bstat");
    return new CgroupCpuStat(
        stat.run,
        times.userNs(),
        times.systemNs(),
        base.has("ntime") ? OptionalLong.of(stat.nice) : OptionalLong.empty(),
        base.has("forceidle_sum") ? OptionalLong.of(stat.forceIdle) : OptionalLong.empty());
  }

  /** All of {@code struct cgroup_base_stat}, in nanoseconds. */
  private record Stat(long run, long user, long system, long nice, long forceIdle) {
    static final Stat NONE = new Stat(0, 0, 0, 0, 0);

    static Stat of(Value base) {
      return new Stat(
          base.at("cputime.sum_exec_runtime").asLong(),
          base.at("cputime.utime").asLong(),
          base.at("cputime.stime").asLong(),
          MemberVariants.find(base, "ntime").map(Value::asLong).orElse(0L),
          MemberVariants.find(base, "forceidle_sum").map(Value::asLong).orElse(0L));
    }

    Stat plus(Stat other, int sign) {
      return new Stat(
          run + sign * other.run,
          user + sign * other.user,
          system + sign * other.system,
          nice + sign * other.nice,
          forceIdle + sign * other.forceIdle);
    }

    /** {@code cgroup_base_stat_flush()} of all CPUs, with the groups below. */
    static Stat flushed(Cgroup group) {
      Program kernel = group.value().program();
      return kernel.computed("cgroup cpu stat " + group.value().address(), k -> flush(k, group));
    }

    private static Stat flush(Program kernel, Cgroup group) {
      Stat stat = of(group.value().field("bstat"));
      Value perCpu = MemberVariants.first(group.value(), "rstat_base_cpu", "rstat_cpu");
      PerCpu cpus = PerCpu.of(kernel);
      for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
        Value pending = cpus.ptr(perCpu, cpu);
        stat = stat.plus(of(pending.field("bstat")), 1);
        stat = stat.plus(of(pending.field("last_bstat")), -1);
      }
      for (Cgroup child : group.childrenAndDying()) {
        stat = stat.plus(flushed(child), 1);
        stat = stat.plus(of(child.value().field("last_bstat")), -1);
      }
      return stat;
    }

    /** {@code root_cgroup_cputime()}. */
    static Stat ofMachine(Program kernel) {
      Stat stat = NONE;
      PerCpu cpus = PerCpu.of(kernel);
      for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
        Value times = cpus.variable("kernel_cpustat", cpu).field("cpustat");
        long nice = time(times, "CPUTIME_NICE");
        long user = time(times, "CPUTIME_USER") + nice;
        long system =
            time(times, "CPUTIME_SYSTEM")
                + time(times, "CPUTIME_IRQ")
                + time(times, "CPUTIME_SOFTIRQ");
        long forceIdle =
            kernel.findEnumerator("CPUTIME_FORCEIDLE").isPresent()
                ? time(times, "CPUTIME_FORCEIDLE")
                : 0;
        stat = stat.plus(new Stat(user + system, user, system, nice, forceIdle), 1);
      }
      return stat;
    }

    private static long time(Value times, String which) {
      return times.index(times.program().enumerator(which)).asLong();
    }
  }
}
