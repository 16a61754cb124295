package org.vmcore.kernel.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * The tasks that wait for a CPU or have it, by what they say of themselves ({@code on_rq}): queues
 * that a crash left broken lose none.
 */
public final class QueuedTasks {
  private static final String CLASS_SUFFIX = "_sched_class";
  private static final List<String> RANKS = List.of("stop", "dl", "rt", "fair", "ext", "idle");

  private final Map<Integer, List<Queued>> byCpu = new HashMap<>();

  /**
   * A task on a run queue.
   *
   * @param schedulingClass {@code dl}, {@code rt}, {@code fair}, {@code ext}
   * @param waitsNs since it was queued, 0 when that is not counted
   * @param isDelayed whether it sleeps already and is queued only until its lag is used up
   */
  public record Queued(Task task, String schedulingClass, long waitsNs, boolean isDelayed) {
    private int rank() {
      int rank = RANKS.indexOf(schedulingClass);
      return rank < 0 ? RANKS.size() : rank;
    }

    /** Who comes first: the earlier deadline, the higher priority, the lesser virtual time. */
    private long key() {
      Value value = task.value();
      return switch (schedulingClass) {
        case "dl" -> value.at("dl.deadline").asLong();
        case "fair" -> value.at("se.vruntime").asLong();
        default -> value.field("prio").asLong();
      };
    }
  }

  private QueuedTasks(Program kernel) {
    for (Task task : Tasks.of(kernel).all()) {
      if (task.value().field("on_rq").asLong() != 0) {
        byCpu
            .computeIfAbsent(task.cpu(), cpu -> new ArrayList<>())
            .add(queued(task, RunQueue.of(kernel, task.cpu()).clockNs()));
      }
    }
    byCpu
        .values()
        .forEach(
            tasks ->
                tasks.sort(Comparator.comparingInt(Queued::rank).thenComparingLong(Queued::key)));
  }

  public static QueuedTasks of(Program kernel) {
    return kernel.computed(QueuedTasks.class, QueuedTasks::new);
  }

  private static Queued queued(Task task, long nowNs) {
    Value value = task.value();
    long since = value.has("sched_info") ? value.at("sched_info.last_queued").asLong() : 0;
    return new Queued(
        task,
        schedulingClass(task),
        since == 0 ? 0 : Math.max(0, nowNs - since),
        value.has("se.sched_delayed") && value.at("se.sched_delayed").asBoolean());
  }

  /** What its {@code sched_class} is called. */
  private static String schedulingClass(Task task) {
    return task.value()
        .program()
        .symbolAt(task.value().field("sched_class").asLong())
        .map(SymbolAt::name)
        .filter(name -> name.endsWith(CLASS_SUFFIX))
        .map(name -> name.substring(0, name.length() - CLASS_SUFFIX.length()))
        .orElse("unknown");
  }

  /** Those of a CPU in the order in which the scheduler prefers them, the running one included. */
  public List<Queued> on(int cpu) {
    return byCpu.getOrDefault(cpu, List.of());
  }
}
