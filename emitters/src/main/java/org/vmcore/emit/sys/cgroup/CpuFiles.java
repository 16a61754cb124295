package org.vmcore.emit.sys.cgroup;

import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupCpuStat;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.TaskGroup;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of the controller {@code cpu}, {@code kernel/sched/core.c}. */
final class CpuFiles {
  private static final long NSEC_PER_USEC = 1000;
  private static final int CGROUP_WEIGHT_DFL = 100; // include/linux/cgroup.h
  private static final int NICE_0_WEIGHT = 1024; // sched_prio_to_weight[20]
  private static final int MIN_NICE = -20; // include/linux/sched/prio.h
  private static final int SCHED_CAPACITY_SCALE = 1024; // include/linux/sched.h

  private CpuFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("cpu_stat_show", CpuFiles::stat);
    functions.put("cpu_local_stat_show", CpuFiles::localStat);
    functions.put("cpu_cfs_stat_show", CpuFiles::legacyStat);
    functions.put(
        "cpu_cfs_local_stat_show",
        (f, out) -> out.line("throttled_time %llu", TaskGroup.of(f).throttledSelfNs()));
    functions.put("cpu_weight_read_u64", CpuFiles::weight);
    functions.put("cpu_weight_nice_read_s64", CpuFiles::weightNice);
    functions.put("cpu_shares_read_u64", (f, out) -> out.line("%llu", TaskGroup.of(f).weight()));
    functions.put("cpu_idle_read_s64", (f, out) -> out.line("%lld", idle(f)));
    functions.put("cpu_max_show", CpuFiles::max);
    CgroupShow burst = (f, out) -> out.line("%llu", TaskGroup.of(f).burstNs() / NSEC_PER_USEC);
    functions.put("cpu_cfs_burst_read_u64", burst);
    functions.put("cpu_burst_read_u64", burst);
    CgroupShow period = (f, out) -> out.line("%llu", TaskGroup.of(f).periodNs() / NSEC_PER_USEC);
    functions.put("cpu_cfs_period_read_u64", period);
    functions.put("cpu_period_read_u64", period);
    functions.put("cpu_cfs_quota_read_s64", (f, out) -> out.line("%lld", quotaUs(f)));
    functions.put("cpu_quota_read_s64", (f, out) -> out.line("%lld", quotaUs(f)));
    functions.put("cpu_uclamp_min_show", (f, out) -> uclamp(f, "UCLAMP_MIN", out));
    functions.put("cpu_uclamp_max_show", (f, out) -> uclamp(f, "UCLAMP_MAX", out));
    functions.put("cpu_rt_runtime_read", CpuFiles::rtRuntime);
    functions.put("cpu_rt_period_read_uint", CpuFiles::rtPeriod);
  }

  /** {@code cgroup_base_stat_cputime_show()}, {@code kernel/cgroup/rstat.c}, and the bandwidth. */
  private static void stat(CgroupFile file, Text out) {
    CgroupCpuStat stat = CgroupCpuStat.of(file.cgroup());
    out.line("usage_usec %llu", stat.runNs() / NSEC_PER_USEC);
    out.line("user_usec %llu", stat.userNs() / NSEC_PER_USEC);
    out.line("system_usec %llu", stat.systemNs() / NSEC_PER_USEC);
    stat.niceNs().ifPresent(ns -> out.line("nice_usec %llu", ns / NSEC_PER_USEC));
    stat.forceIdleNs()
        .ifPresent(ns -> out.line("core_sched.force_idle_usec %llu", ns / NSEC_PER_USEC));
    TaskGroup.of(file.cgroup()).ifPresent(group -> bandwidth(group, out));
  }

  /** {@code cpu_extra_stat_show()}. */
  private static void bandwidth(TaskGroup group, Text out) {
    Optional<Value> bandwidth = group.bandwidth();
    if (bandwidth.isEmpty()) {
      return;
    }
    Value cfs = bandwidth.get();
    out.line("nr_periods %d", cfs.field("nr_periods").asInt());
    out.line("nr_throttled %d", cfs.field("nr_throttled").asInt());
    out.line("throttled_usec %llu", cfs.field("throttled_time").asLong() / NSEC_PER_USEC);
    if (cfs.has("nr_burst")) { // 5.16+
      out.line("nr_bursts %d", cfs.field("nr_burst").asInt());
      out.line("burst_usec %llu", cfs.field("burst_time").asLong() / NSEC_PER_USEC);
    }
  }

  private static void localStat(CgroupFile file, Text out) {
    TaskGroup.of(file.cgroup())
        .ifPresent(
            group -> out.line("throttled_usec %llu", group.throttledSelfNs() / NSEC_PER_USEC));
  }

  /** {@code cpu.stat} of version 1: without what {@code usage} was, with nanoseconds. */
  private static void legacyStat(CgroupFile file, Text out) {
    TaskGroup group = TaskGroup.of(file);
    Value cfs = group.bandwidth().orElseThrow();
    out.line("nr_periods %d", cfs.field("nr_periods").asInt());
    out.line("nr_throttled %d", cfs.field("nr_throttled").asInt());
    out.line("throttled_time %llu", cfs.field("throttled_time").asLong());
    group.waitSumNs().ifPresent(ns -> out.line("wait_sum %llu", ns));
    if (cfs.has("nr_burst")) {
      out.line("nr_bursts %d", cfs.field("nr_burst").asInt());
      out.line("burst_time %llu", cfs.field("burst_time").asLong());
    }
  }

  private static void weight(CgroupFile file, Text out) {
    long weight = TaskGroup.of(file).weight() * CGROUP_WEIGHT_DFL;
    out.line("%llu", (weight + NICE_0_WEIGHT / 2) / NICE_0_WEIGHT);
  }

  /** The nice value whose weight is closest. */
  private static void weightNice(CgroupFile file, Text out) {
    long weight = TaskGroup.of(file).weight();
    long[] ofNice = file.kernel().symbol("sched_prio_to_weight").longs();
    int closest = 0;
    while (closest + 1 < ofNice.length
        && Math.abs(ofNice[closest + 1] - weight) < Math.abs(ofNice[closest] - weight)) {
      closest++;
    }
    out.line("%lld", closest + MIN_NICE);
  }

  private static long idle(CgroupFile file) {
    return TaskGroup.of(file).value().field("idle").asLong();
  }

  private static void max(CgroupFile file, Text out) {
    long quotaUs = quotaUs(file);
    String quota = quotaUs < 0 ? "max" : Long.toString(quotaUs);
    out.line("%s %ld", quota, TaskGroup.of(file).periodNs() / NSEC_PER_USEC);
  }

  /** -1 for no limit. */
  private static long quotaUs(CgroupFile file) {
    long quotaNs = TaskGroup.of(file).quotaNs();
    return quotaNs == TaskGroup.RUNTIME_INF ? -1 : quotaNs / NSEC_PER_USEC;
  }

  private static void uclamp(CgroupFile file, String which, Text out) {
    Program kernel = file.kernel();
    Value group = TaskGroup.of(file).value();
    long id = kernel.enumerator(which);
    if (group.field("uclamp_req").index(id).field("value").asLong() == SCHED_CAPACITY_SCALE) {
      out.line("max");
      return;
    }
    long hundredths = group.field("uclamp_pct").index(id).asLong();
    out.line("%llu.%02u", hundredths / 100, hundredths % 100);
  }

  private static void rtRuntime(CgroupFile file, Text out) {
    long runtimeNs = TaskGroup.of(file).value().at("rt_bandwidth.rt_runtime").asLong();
    out.line("%lld", runtimeNs == TaskGroup.RUNTIME_INF ? -1 : runtimeNs / NSEC_PER_USEC);
  }

  private static void rtPeriod(CgroupFile file, Text out) {
    Value period = TaskGroup.of(file).value().at("rt_bandwidth.rt_period");
    out.line("%llu", period.asLong() / NSEC_PER_USEC);
  }
}
