package org.vmcore.kernel.task;

import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code proc_task_name()}, {@code fs/proc/array.c}: the name of a task with what kernel threads
 * add to it.
 */
public final class TaskName {
  private static final long PF_WQ_WORKER = 0x20; // include/linux/sched.h
  private static final int MAX_LENGTH = 63;
  private static final String RESCUER = "kworker/R-";

  private TaskName() {}

  /** The name as it is: {@code kworker/0:1-events}. */
  public static String of(Task task) {
    if ((task.flags() & PF_WQ_WORKER) != 0) {
      return cut(ofWorker(task));
    }
    return cut(task.isKernelThread() ? ofKernelThread(task) : task.comm());
  }

  /** The name with newlines and backslashes escaped, as {@code status} shows it. */
  public static String escaped(Task task) {
    return of(task).replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), MAX_LENGTH));
  }

  /** {@code get_kthread_comm()}, 5.17+: names longer than {@code comm} are kept aside. */
  private static String ofKernelThread(Task task) {
    if (!task.value().program().hasMember("struct kthread", "full_name")) {
      return task.comm();
    }
    Value thread = kthread(task);
    return thread.isNull() || thread.field("full_name").isNull()
        ? task.comm()
        : thread.field("full_name").asString();
  }

  /** {@code to_kthread()}: 5.17 gave it a place of its own. */
  private static Value kthread(Task task) {
    return MemberVariants.first(task.value(), "worker_private", "set_child_tid")
        .cast("struct kthread *");
  }

  /** {@code wq_worker_comm()}, {@code kernel/workqueue.c}. */
  private static String ofWorker(Task task) {
    Program kernel = task.value().program();
    Value thread = kthread(task);
    if (thread.isNull() || !kernel.hasMember("struct worker", "desc")) {
      return task.comm();
    }
    Value worker = thread.field("data").cast("struct worker *");
    if (worker.isNull()) {
      return task.comm();
    }
    String name = workerName(task.comm(), worker);
    String work = worker.field("desc").asString();
    if (worker.field("pool").isNull() || work.isEmpty()) {
      return name;
    }
    return name + (worker.field("current_work").isNull() ? "-" : "+") + work;
  }

  /** Rescuers are named after their queue (6.9+), which {@code comm} has no room for. */
  private static String workerName(String comm, Value worker) {
    return comm.startsWith(RESCUER) && !worker.field("rescue_wq").isNull()
        ? RESCUER + worker.field("rescue_wq").field("name").asString()
        : comm;
  }
}
