package org.vmcore.emit.sys.sched;

import static org.vmcore.emit.sys.sched.SchedRows.ms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.cpu.NumaNodes;
import org.vmcore.kernel.sched.CfsRq;
import org.vmcore.kernel.sched.RunQueue;
import org.vmcore.kernel.sched.SchedStatistics;
import org.vmcore.kernel.sched.TaskGroup;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.TaskState;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The tasks that were last on a CPU, as {@code print_rq()} and {@code print_task()}, {@code
 * kernel/sched/debug.c}, list them.
 */
final class SchedDebugTasks {
  private static final String WIDE_HEAD = " S            task   PID       vruntime   eligible    ";
  private static final String DASHES = "-".repeat(55);

  private final Program kernel;
  private final Map<Integer, List<Task>> byCpu = new TreeMap<>();
  private final boolean isWide;
  private final boolean countsFaults;
  private final boolean counted;

  SchedDebugTasks(Program kernel) {
    this.kernel = kernel;
    this.isWide = RodataStrings.of(kernel).has(WIDE_HEAD); // since 6.10
    this.countsFaults = kernel.hasMember("struct task_struct", "numa_faults");
    this.counted = SchedStatistics.areOn(kernel);
    for (Task process : Tasks.of(kernel).processes()) {
      for (Task task : Tasks.of(kernel).threads(process)) {
        byCpu.computeIfAbsent(task.cpu(), cpu -> new ArrayList<>()).add(task);
      }
    }
  }

  void write(RunQueue queue, Text out) {
    out.print("\nrunnable tasks:\n");
    if (isWide) {
      wideHead(out);
    } else {
      out.line(
          " S            task   PID         tree-key  switches  prio"
              + "     wait-time             sum-exec        sum-sleep");
      out.line("%s%s", DASHES, DASHES.substring(1));
    }
    long current = queue.curr().address();
    for (Task task : byCpu.getOrDefault(queue.cpu(), List.of())) {
      try {
        row(queue, task, task.address() == current, out);
      } catch (MemoryFault fault) {
        out.partial("a task of CPU " + queue.cpu() + ": " + fault.what());
      }
    }
  }

  private void wideHead(Text out) {
    boolean grouped = kernel.hasMember("struct task_struct", "sched_task_group");
    out.line(
        "%sdeadline             slice          sum-exec      switches  "
            + "prio         wait-time        sum-sleep       sum-block%s%s",
        WIDE_HEAD, countsFaults ? "  node   group-id" : "", grouped ? "  group-path" : "");
    out.line(
        "%s%s%s%s%s",
        DASHES,
        DASHES.substring(1),
        DASHES.substring(1),
        countsFaults ? DASHES.substring(0, 14) : "",
        grouped ? DASHES.substring(0, 14) : "");
  }

  private void row(RunQueue queue, Task task, boolean isCurrent, Text target) {
    Text out = new Text();
    Value se = task.value().field("se");
    out.print(isCurrent ? ">R" : " " + TaskState.of(task).letter());
    out.print(" %15s %5d ", task.comm(), task.pid());
    long switches = task.value().field("nvcsw").asLong() + task.value().field("nivcsw").asLong();
    long prio = task.value().field("prio").asLong();
    if (isWide) {
      wideEntity(queue, se, switches, prio, out);
    } else {
      entity(queue, se, switches, prio, out);
    }
    times(task, se, out);
    if (countsFaults) {
      out.print(
          isWide ? "   %d      %d" : " %d %d", NumaNodes.ofCpu(kernel, task.cpu()), group(task));
    }
    TaskGroup.of(task).ifPresent(group -> out.print(isWide ? "        %s" : " %s", group.path()));
    out.append('\n');
    target.raw(out.bytes());
  }

  private static void entity(RunQueue queue, Value se, long switches, long prio, Text out) {
    out.print("%s ", ms(se.field("vruntime").asLong(), 9));
    if (se.has("deadline")) { // 6.6 to 6.9
      out.print(
          "%c %s %s %s ",
          eligible(queue, se),
          ms(se.field("deadline").asLong(), 9),
          ms(se.field("slice").asLong(), 9),
          ms(se.field("sum_exec_runtime").asLong(), 9));
    }
    out.print("%9ld %5d ", switches, prio);
  }

  private static void wideEntity(RunQueue queue, Value se, long switches, long prio, Text out) {
    out.print("%s   %c   ", ms(se.field("vruntime").asLong(), 9), eligible(queue, se));
    out.print("%s ", ms(se.field("deadline").asLong(), 9));
    if (se.has("custom_slice")) { // since 6.12
      out.print("%c ", se.field("custom_slice").asBoolean() ? 'S' : ' ');
    }
    out.print("%s ", ms(se.field("slice").asLong(), 9));
    out.print("%s ", ms(se.field("sum_exec_runtime").asLong(), 9));
    out.print("%9ld   %5d ", switches, prio);
  }

  private static char eligible(RunQueue queue, Value se) {
    return CfsRq.of(se, queue).isEligible(se.field("vruntime").asLong()) ? 'E' : 'N';
  }

  /** How long it waited, ran, slept and was blocked. */
  private void times(Task task, Value se, Text out) {
    Optional<Value> statistics = SchedStatistics.of(task).filter(all -> counted);
    out.print("%s", statistic(statistics, "wait_sum"));
    if (!isWide) {
      out.print(" %s", ms(se.field("sum_exec_runtime").asLong(), 9));
    }
    out.print(" %s", statistic(statistics, "sum_sleep_runtime"));
    if (SchedStatistics.areOfTask(kernel)) {
      out.print(" %s", statistic(statistics, "sum_block_runtime"));
    }
  }

  private static String statistic(Optional<Value> statistics, String member) {
    return ms(statistics.map(all -> all.field(member).asLong()).orElse(0L), 9);
  }

  /** {@code task_numa_group_id()}. */
  private static long group(Task task) {
    Value group = task.value().field("numa_group");
    return group.isNull() ? 0 : group.field("gid").asLong();
  }
}
