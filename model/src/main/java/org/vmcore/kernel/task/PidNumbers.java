package org.vmcore.kernel.task;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The numbers of a task, its process, group and session, {@code kernel/pid.c}. */
public final class PidNumbers {
  private PidNumbers() {}

  /** {@code task_pgrp_nr()} in the first namespace; 0 when there is none. */
  public static int group(Task task) {
    return first(pid(task, "PIDTYPE_PGID"));
  }

  /** {@code task_session_nr()} in the first namespace; 0 when there is none. */
  public static int session(Task task) {
    return first(pid(task, "PIDTYPE_SID"));
  }

  private static int first(Value pid) {
    return pid.isNull() ? 0 : pid.at("numbers[0].nr").asInt();
  }

  /** {@code pid->level} of the task: how many namespaces below the first one. */
  public static int level(Task task) {
    Value pid = pid(task, "PIDTYPE_PID");
    return pid.isNull() ? -1 : (int) Math.min(pid.field("level").asLong(), MAX_PID_NS_LEVEL);
  }

  private static final int MAX_PID_NS_LEVEL = 32; // kernel/pid_namespace.c

  /**
   * Numbers from the first namespace down to the task's own.
   *
   * @param type {@code PIDTYPE_PID}, {@code PIDTYPE_TGID}, {@code PIDTYPE_PGID}, {@code
   *     PIDTYPE_SID}
   */
  public static List<Integer> all(Task task, String type) {
    Value own = pid(task, "PIDTYPE_PID");
    Value pid = pid(task, type);
    List<Integer> numbers = new ArrayList<>();
    for (int level = 0; level <= level(task); level++) {
      numbers.add(in(pid, level, own.at("numbers").index(level).field("ns").asLong()));
    }
    return numbers;
  }

  /** {@code pid_nr_ns()}. */
  private static int in(Value pid, int level, long namespace) {
    if (pid.isNull() || level > pid.field("level").asInt()) {
      return 0;
    }
    Value number = pid.field("numbers").index(level);
    return number.field("ns").asLong() == namespace ? number.field("nr").asInt() : 0;
  }

  /** The {@code struct pid *} of a kind, {@code task_pid_ptr()}; 4.19 moved all but the first. */
  private static Value pid(Task task, String type) {
    Program kernel = task.value().program();
    if (task.value().has("thread_pid")) {
      return type.equals("PIDTYPE_PID")
          ? task.value().field("thread_pid")
          : task.signal().field("pids").index(kernel.enumerator(type));
    }
    if (type.equals("PIDTYPE_PID")) {
      return task.value().at("pids[0].pid");
    }
    Value leader = task.leader().value();
    return type.equals("PIDTYPE_TGID")
        ? leader.at("pids[0].pid")
        : leader.field("pids").index(kernel.enumerator(type)).field("pid");
  }
}
