package org.vmcore.emit.proc.pid;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.sched.SchedRows;
import org.vmcore.kernel.cpu.NumaNodes;
import org.vmcore.kernel.sched.SchedStatistics;
import org.vmcore.kernel.sched.UtilClamp;
import org.vmcore.kernel.task.Signals;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.PointerType;

/**
 * {@code /proc/PID/sched} as {@code proc_sched_show_task()}, {@code kernel/sched/debug.c}, and
 * {@code /proc/PID/schedstat}.
 */
final class PidSched {
  private static final long UTIL_AVG_UNCHANGED = 0x80000000L; // include/linux/sched.h
  private static final int SCHED_DEADLINE = 6; // include/uapi/linux/sched.h
  private static final List<Integer> FAIR_POLICIES = List.of(0, 3, 5);

  /** Times and counters of {@code struct sched_statistics} in the file's order. */
  private static final List<String> STATISTICS =
      List.of(
          "sum_sleep_runtime",
          "sum_block_runtime",
          "wait_start",
          "sleep_start",
          "block_start",
          "sleep_max",
          "block_max",
          "exec_max",
          "slice_max",
          "wait_max",
          "wait_sum",
          "wait_count",
          "iowait_sum",
          "iowait_count",
          "nr_migrations_cold",
          "nr_failed_migrations_affine",
          "nr_failed_migrations_running",
          "nr_failed_migrations_hot",
          "nr_forced_migrations",
          "nr_wakeups",
          "nr_wakeups_sync",
          "nr_wakeups_migrate",
          "nr_wakeups_local",
          "nr_wakeups_remote",
          "nr_wakeups_affine",
          "nr_wakeups_affine_attempts",
          "nr_wakeups_passive",
          "nr_wakeups_idle");

  /** {@code proc_pid_schedstat()}: time on a CPU, time waiting for one, how often it had one. */
  @EmitsMany(
      path = "proc/{pid}/schedstat",
      each = Pids.class,
      needs = "struct task_struct.sched_info")
  void schedstat(Program kernel, Task task, Text out) {
    Value info = task.value().field("sched_info");
    out.line(
        "%lu %lu %lu",
        task.value().at("se.sum_exec_runtime").asLong(),
        info.field("run_delay").asLong(),
        info.field("pcount").asLong());
  }

  @EmitsMany(
      path = "proc/{pid}/task/{tid}/schedstat",
      each = Tids.class,
      needs = "struct task_struct.sched_info")
  void schedstatOfThread(Program kernel, Task task, Text out) {
    schedstat(kernel, task, out);
  }

  @EmitsMany(path = "proc/{pid}/sched", each = Pids.class, needs = "sched_debug_sops")
  void sched(Program kernel, Task task, Text out) {
    Value value = task.value();
    SchedRows rows = SchedRows.ofTask(out);
    boolean alive = new Signals(task).alive();
    long nrThreads = alive ? task.signal().field("nr_threads").asLong() : 0;
    out.line("%s (%d, #threads: %d)", task.comm(), task.pid(), nrThreads);
    out.line("%s", "-".repeat(67));
    rows.msOf(value, "se.exec_start");
    rows.msOf(value, "se.vruntime");
    rows.msOf(value, "se.sum_exec_runtime");
    rows.numberOf(value, "se.nr_migrations");
    long voluntary = value.field("nvcsw").asLong();
    long switches = voluntary + value.field("nivcsw").asLong();
    if (SchedStatistics.areOn(kernel)) {
      SchedStatistics.of(task).ifPresent(all -> statistics(task, all, switches, rows));
    }
    rows.number("nr_switches", switches);
    rows.number("nr_voluntary_switches", voluntary);
    rows.number("nr_involuntary_switches", switches - voluntary);
    load(value, rows);
    UtilClamp.of(task).ifPresent(clamp -> clamps(clamp, rows));
    policy(value, rows);
    rows.number("clock-delta", 0); // two looks at a clock that stands
    if (value.has("numa_faults")) {
      numa(kernel, task, rows, out);
    }
  }

  private static void statistics(Task task, Value all, long switches, SchedRows rows) {
    String prefix = SchedStatistics.areOfTask(all.program()) ? "" : "se.statistics.";
    for (String member : STATISTICS) {
      boolean isBlock = member.equals("sum_block_runtime");
      if (!all.has(member) || isBlock && !prefix.isEmpty()) {
        continue; // before 5.16 the sleep contained it
      }
      long number = all.field(member).asLong();
      if (member.startsWith("nr_") || member.endsWith("_count")) {
        rows.number(prefix + member, number);
      } else {
        rows.ms(prefix + member, number);
      }
    }
    long ran = task.value().at("se.sum_exec_runtime").asLong();
    long migrations = task.value().at("se.nr_migrations").asLong();
    rows.ms("avg_atom", switches == 0 ? -1 : Long.divideUnsigned(ran, switches));
    rows.ms("avg_per_cpu", migrations == 0 ? -1 : Long.divideUnsigned(ran, migrations));
    rows.msOf(all, "core_forceidle_sum");
  }

  private static void load(Value value, SchedRows rows) {
    rows.numberOf(value, "se.load.weight");
    for (String average :
        List.of(
            "load_sum",
            "runnable_sum",
            "util_sum",
            "load_avg",
            "runnable_avg",
            "util_avg",
            "last_update_time")) {
      rows.numberOf(value, "se.avg." + average);
    }
    if (value.has("se.avg.util_est.enqueued")) { // until 6.8
      rows.numberOf(value, "se.avg.util_est.ewma");
      estimated("se.avg.util_est.enqueued", value, rows);
    } else if (value.has("se.avg.util_est")) {
      estimated("se.avg.util_est", value, rows);
    }
  }

  /** The uppermost bit tells only whether the estimate was brought up to date. */
  private static void estimated(String path, Value value, SchedRows rows) {
    rows.number(path, value.at(path).asLong() & ~UTIL_AVG_UNCHANGED & 0xffffffffL);
  }

  private static void clamps(UtilClamp clamp, SchedRows rows) {
    rows.number("uclamp.min", clamp.requestedMin());
    rows.number("uclamp.max", clamp.requestedMax());
    rows.number("effective uclamp.min", clamp.effectiveMin());
    rows.number("effective uclamp.max", clamp.effectiveMax());
  }

  private static void policy(Value value, SchedRows rows) {
    int policy = value.field("policy").asInt();
    rows.number("policy", policy);
    rows.numberOf(value, "prio");
    if (policy == SCHED_DEADLINE) {
      rows.numberOf(value, "dl.runtime");
      rows.numberOf(value, "dl.deadline");
    } else if (FAIR_POLICIES.contains(policy) && value.has("se.custom_slice")) { // since 6.12
      rows.numberOf(value, "se.slice");
    }
    if (value.has("scx") && value.program().hasSymbol("ext_sched_class")) {
      long own = value.field("sched_class").asLong();
      rows.number(
          "ext.enabled", own == value.program().symbol("ext_sched_class").address() ? 1 : 0);
    }
  }

  /** {@code sched_show_numa()}. */
  private static void numa(Program kernel, Task task, SchedRows rows, Text out) {
    Value value = task.value();
    if (!value.field("mm").isNull()) {
      rows.number("mm->numa_scan_seq", value.field("mm").field("numa_scan_seq").asLong());
    }
    rows.numberOf(value, "numa_pages_migrated");
    rows.numberOf(value, "numa_preferred_nid");
    rows.numberOf(value, "total_numa_faults");
    Value group = value.field("numa_group");
    out.print("current_node=%d, ", NumaNodes.ofCpu(kernel, task.cpu()));
    out.line("numa_group_id=%d", group.isNull() ? 0 : group.field("gid").asLong());
    for (int node : NumaNodes.online(kernel).stream().toArray()) {
      Value own = value.field("numa_faults");
      out.print("numa_faults node=%d ", node);
      out.print("task_private=%lu ", faults(own, node, 1));
      out.print("task_shared=%lu ", faults(own, node, 0));
      boolean grouped = !group.isNull() && group.has("faults");
      out.print("group_private=%lu ", grouped ? faults(group.field("faults"), node, 1) : 0);
      out.line("group_shared=%lu", grouped ? faults(group.field("faults"), node, 0) : 0);
    }
  }

  /** {@code task_faults_idx()} of faults on memory: two numbers a node. */
  private static long faults(Value faults, int node, int isPrivate) {
    return faults.type().resolved() instanceof PointerType && faults.isNull()
        ? 0
        : faults.index(2L * node + isPrivate).asLong();
  }
}
