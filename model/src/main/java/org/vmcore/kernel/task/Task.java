package org.vmcore.kernel.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct task_struct}, {@code include/linux/sched.h}: a thread, or the process that it
 * leads. Members that change their names are read here; others through {@link #value}.
 */
public final class Task {
  private static final long PF_EXITING = 0x4; // include/linux/sched.h
  private static final long PF_KTHREAD = 0x00200000;

  private final Value task;

  private Task(Value task) {
    this.task = task;
  }

  /**
   * @param task the {@code struct task_struct}, or a pointer to it that is not NULL
   */
  public static Task of(Value task) {
    return new Task(task.type().asStruct().isPresent() ? task : task.deref());
  }

  /** The {@code struct task_struct}. */
  public Value value() {
    return task;
  }

  public long address() {
    return task.address();
  }

  /** The thread's number in the first PID namespace. */
  public int pid() {
    return task.field("pid").asInt();
  }

  /** The process's number: that of the thread that leads it. */
  public int tgid() {
    return task.field("tgid").asInt();
  }

  public String comm() {
    return task.field("comm").asString();
  }

  /** {@code __state} (5.14+) or {@code state}: 0 runs, bits as in {@code TASK_*}. */
  public long state() {
    return MemberVariants.first(task, "__state", "state").asLong();
  }

  public long exitState() {
    return task.field("exit_state").asLong() & 0xffffffffL;
  }

  /** {@code PF_*} bits. */
  public long flags() {
    return task.field("flags").asLong() & 0xffffffffL;
  }

  public boolean isKernelThread() {
    return (flags() & PF_KTHREAD) != 0;
  }

  public boolean isExiting() {
    return (flags() & PF_EXITING) != 0;
  }

  public boolean isLeader() {
    return pid() == tgid();
  }

  /** The {@code struct mm_struct} of a process with memory of its own. */
  public Optional<Value> mm() {
    return pointed("mm");
  }

  /**
   * What {@code get_task_mm()} gives: kernel threads that borrow an mm ({@code kthread_use_mm()})
   * have none.
   */
  public Optional<Value> userMm() {
    return isKernelThread() ? Optional.empty() : mm();
  }

  public Optional<Value> fs() {
    return pointed("fs");
  }

  public Optional<Value> files() {
    return pointed("files");
  }

  public Optional<Value> nsproxy() {
    return pointed("nsproxy");
  }

  private Optional<Value> pointed(String member) {
    Value pointer = task.field(member);
    return pointer.isNull() ? Optional.empty() : Optional.of(pointer.deref());
  }

  /** The {@code struct signal_struct}; a task of a list always has one. */
  public Value signal() {
    return task.field("signal").deref();
  }

  /** The objective credentials, {@code real_cred}: what {@code /proc} shows. */
  public Value cred() {
    return task.field("real_cred").deref();
  }

  /** {@code group_leader}. */
  public Task leader() {
    return of(task.field("group_leader"));
  }

  /** {@code real_parent}. */
  public Task realParent() {
    return of(task.field("real_parent"));
  }

  /** {@code parent}: the tracer of a traced task. */
  public Task parent() {
    return of(task.field("parent"));
  }

  /** Nanoseconds since boot on the monotonic clock, when the task was made. */
  public long startTimeNs() {
    return task.field("start_time").asLong();
  }

  /** {@code start_boottime} (5.5+) or {@code real_start_time}: with the time of suspension. */
  public long startBootTimeNs() {
    return MemberVariants.first(task, "start_boottime", "real_start_time").asLong();
  }

  /** {@code task_cpu()}: the CPU it ran on last. */
  public int cpu() {
    if (task.has("thread_info.cpu")) {
      return task.at("thread_info.cpu").asInt();
    }
    return task.has("cpu") ? task.field("cpu").asInt() : 0;
  }

  /**
   * The threads from this one on, which as leader is the first: the links between them can be
   * followed even where the {@code signal_struct} cannot be read.
   */
  List<Task> threadsFromHere() {
    Program kernel = task.program();
    long head =
        task.field("signal").asLong() + kernel.offsetOf("struct signal_struct", "thread_head");
    long link = kernel.offsetOf("struct task_struct", "thread_node");
    List<Task> threads = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long node = address() + link;
    while (node != head && seen.add(node) && seen.size() <= Tasks.PID_MAX_LIMIT) {
      threads.add(of(kernel.object("struct task_struct", node - link)));
      node = kernel.memory().u64(node);
    }
    return threads;
  }

  /**
   * The threads of this process in the order of their making, the leader included: {@code
   * for_each_thread()} over {@code signal->thread_head}.
   *
   * @throws Malformed when the list runs into itself or leads out of the process
   */
  public List<Task> threads() {
    List<Task> threads = new ArrayList<>();
    int tgid = tgid();
    for (Value entry :
        ListHead.forEachEntry(signal().field("thread_head"), "struct task_struct", "thread_node")) {
      Task thread = of(entry);
      if (thread.tgid() != tgid) {
        throw new Malformed("thread of another process", "struct task_struct", thread.address());
      }
      threads.add(thread);
    }
    return threads;
  }

  /**
   * The processes that this thread has started and is the parent of, in the order of their making.
   */
  public List<Task> children() {
    List<Task> children = new ArrayList<>();
    ListHead.forEachEntry(task.field("children"), "struct task_struct", "sibling")
        .forEach(entry -> children.add(of(entry)));
    return children;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Task that && task.equals(that.task);
  }

  @Override
  public int hashCode() {
    return task.hashCode();
  }

  @Override
  public String toString() {
    return "task at 0x" + Long.toHexString(task.address());
  }
}
