package org.vmcore.kernel.cgroup;

import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.config.StaticKey;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct task_group}, {@code kernel/sched/sched.h}: the controller {@code cpu}. */
public record TaskGroup(Value value) {
  /** {@code RUNTIME_INF}: no limit. */
  public static final long RUNTIME_INF = -1;

  private static final int SCHED_FIXEDPOINT_SHIFT = 10; // include/linux/sched.h
  private static final int MIN_SHARES = 2; // scale_load_down()

  /** The group whose file this is. */
  public static TaskGroup of(CgroupFile file) {
    return new TaskGroup(file.state("struct task_group"));
  }

  /** That of a control group in which the controller is enabled. */
  public static Optional<TaskGroup> of(Cgroup group) {
    return group
        .css("cpu_cgrp_id")
        .map(css -> new TaskGroup(css.containerOf("struct task_group", "css")));
  }

  /** {@code tg_weight()}: the shares, {@code scale_load_down()}. */
  public long weight() {
    long shares = value.field("shares").asLong();
    return shares == 0 ? 0 : Math.max(MIN_SHARES, shares >>> SCHED_FIXEDPOINT_SHIFT);
  }

  /** The {@code struct cfs_bandwidth}; empty where the kernel cannot limit it. */
  public Optional<Value> bandwidth() {
    return value.has("cfs_bandwidth.quota")
        ? Optional.of(value.field("cfs_bandwidth"))
        : Optional.empty();
  }

  /** How long it may run in a period, or {@link #RUNTIME_INF}. */
  public long quotaNs() {
    return value.at("cfs_bandwidth.quota").asLong();
  }

  public long periodNs() {
    return Timekeeping.ktimeNs(value.at("cfs_bandwidth.period"));
  }

  public long burstNs() {
    return value.at("cfs_bandwidth.burst").asLong();
  }

  /** {@code throttled_time_self()}: how long it was throttled by its own limit. */
  public long throttledSelfNs() {
    Program kernel = value.program();
    return CpuMask.possible(kernel).stream()
        .mapToLong(cpu -> cfsRq(cpu).field("throttled_clock_self_time").asLong())
        .sum();
  }

  /** {@code tg_cfs_rq()}: in an array of pointers, or per CPU since 7.0. */
  private Value cfsRq(int cpu) {
    Value queues = value.field("cfs_rq");
    boolean perCpu = queues.deref().type().asStruct().isPresent();
    return perCpu ? PerCpu.of(value.program()).ptr(queues, cpu) : queues.index(cpu).deref();
  }

  /** How long its tasks waited, where the scheduler keeps statistics; the first group has none. */
  public OptionalLong waitSumNs() {
    Program kernel = value.program();
    boolean first = value.address() == kernel.symbol("root_task_group").address();
    if (first || !StaticKey.isEnabled(kernel, "sched_schedstats") || !value.has("se")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(CpuMask.possible(kernel).stream().mapToLong(this::waitSumNs).sum());
  }

  /** {@code __schedstats_from_se()}: behind the entity, or within it before 5.16. */
  private long waitSumNs(int cpu) {
    Value entity = value.field("se").index(cpu).deref();
    return entity.has("statistics.wait_sum")
        ? entity.at("statistics.wait_sum").asLong()
        : entity.containerOf("struct sched_entity_stats", "se").at("stats.wait_sum").asLong();
  }
}
