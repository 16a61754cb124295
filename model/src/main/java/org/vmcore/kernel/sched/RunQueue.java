package org.vmcore.kernel.sched;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A CPU's {@code struct rq}, {@code kernel/sched/sched.h}: what runs on it and what waits for it.
 */
public record RunQueue(int cpu, Value value) {
  private static final int MAX_DOMAINS = 64;

  /** {@code cpu_rq()}. */
  public static RunQueue of(Program kernel, int cpu) {
    return new RunQueue(cpu, PerCpu.of(kernel).variable("runqueues", cpu));
  }

  /** The task that runs; the idle task when nothing does. */
  public Task curr() {
    return Task.of(value.field("curr"));
  }

  public boolean isIdle() {
    return value.field("curr").asLong() == value.field("idle").asLong();
  }

  /** {@code rq_clock()}: nanoseconds, as of the last event on this CPU. */
  public long clockNs() {
    return value.field("clock").asLong();
  }

  /** The fair queue that holds the entities without a group. */
  public CfsRq cfs() {
    return new CfsRq(value.field("cfs"));
  }

  /**
   * {@code for_each_leaf_cfs_rq()}: the fair queues in use, those of groups before their parents.
   */
  public List<CfsRq> leafCfsRqs() {
    if (!value.has("leaf_cfs_rq_list")) {
      return List.of(cfs()); // without CONFIG_FAIR_GROUP_SCHED
    }
    List<CfsRq> queues = new ArrayList<>();
    for (Value queue :
        ListHead.forEachEntry(
            value.field("leaf_cfs_rq_list"), "struct cfs_rq", "leaf_cfs_rq_list")) {
      queues.add(new CfsRq(queue));
    }
    return queues;
  }

  /** {@code for_each_rt_rq()}: one for each group with {@code CONFIG_RT_GROUP_SCHED}, else one. */
  public List<Value> rtRqs() {
    Value own = value.field("rt");
    Program kernel = value.program();
    if (!own.has("tg") || !kernel.hasMember("struct task_group", "rt_rq")) {
      return List.of(own);
    }
    List<Value> queues = new ArrayList<>();
    for (Value group :
        ListHead.forEachEntry(kernel.symbol("task_groups"), "struct task_group", "list")) {
      Value queue = group.field("rt_rq");
      if (!queue.isNull() && !queue.index(cpu).isNull() && !TaskGroup.of(group).isAutogroup()) {
        queues.add(queue.index(cpu).deref());
      }
    }
    return queues;
  }

  /** {@code for_each_domain()}: the scheduling domains of this CPU from the smallest on. */
  public List<Value> domains() {
    List<Value> domains = new ArrayList<>();
    for (Value domain = value.field("sd"); !domain.isNull(); domain = domain.field("parent")) {
      if (domains.size() == MAX_DOMAINS) {
        throw new Malformed(
            "more than " + MAX_DOMAINS + " levels", "struct sched_domain", domain.asLong());
      }
      domains.add(domain.deref());
    }
    return domains;
  }

  /**
   * {@code sched_domain_span()}: the CPUs of a domain. The mask is the structure's last member, or
   * since 7.1 lies behind it.
   */
  public static BitSet span(Value domain) {
    long address =
        domain.has("span")
            ? domain.field("span").address()
            : domain.address() + domain.type().sizeBytes();
    return CpuMask.of(domain.program().object("struct cpumask", address));
  }
}
