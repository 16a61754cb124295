package org.vmcore.emit.commands.vmcore;

import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.sched.QueuedTasks;
import org.vmcore.kernel.sched.QueuedTasks.Queued;
import org.vmcore.kernel.sched.RunQueue;
import org.vmcore.kernel.sched.TaskGroup;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What runs on each CPU and what waits for it, as a debugger's {@code runq}, and how long. */
final class Runq {
  private static final long NSEC_PER_MSEC = 1_000_000;

  @Emits("sos_commands/vmcore/runq")
  void runq(Program kernel, Text out) {
    for (int cpu : CpuMask.online(kernel).stream().toArray()) {
      try {
        cpu(RunQueue.of(kernel, cpu), out);
      } catch (MemoryFault fault) {
        out.partial("run queue of CPU " + cpu + ": " + fault.what());
      }
    }
  }

  private static void cpu(RunQueue queue, Text out) {
    Program kernel = queue.value().program();
    Value rq = queue.value();
    out.line("CPU %d RUNQUEUE: %016lx", queue.cpu(), rq.address());
    out.print("  RUNNING: %u (fair %u", rq.field("nr_running").asLong(), fair(rq.field("cfs")));
    out.print(", rt %u", rq.at("rt.rt_nr_running").asLong());
    out.line(", deadline %u)", rq.at("dl.dl_nr_running").asLong());
    Task current = queue.curr();
    out.print("  CURRENT: PID: %-7d TASK: %016lx", current.pid(), current.address());
    out.print("  COMMAND: \"%s\"", current.comm());
    if (!queue.isIdle() && current.value().has("sched_info")) {
      long since = current.value().at("sched_info.last_arrival").asLong();
      out.print("  FOR: %s ms", ms(Math.max(0, queue.clockNs() - since)));
    }
    out.append('\n');
    boolean any = false;
    for (Queued queued : QueuedTasks.of(kernel).on(queue.cpu())) {
      if (!queued.task().equals(current)) {
        if (!any) {
          out.line(
              "  %-5s %4s %7s %-16s %13s %-8s %-15s %s",
              "CLASS", "PRIO", "PID", "TASK", "WAITS_MS", "", "COMMAND", "GROUP");
        }
        any = true;
        waiting(queued, out);
      }
    }
    out.print(any ? "\n" : "  [no tasks queued]\n\n");
  }

  private static long fair(Value cfs) {
    for (String member : new String[] {"h_nr_queued", "h_nr_running", "nr_running"}) {
      if (cfs.has(member)) {
        return cfs.field(member).asLong();
      }
    }
    return 0;
  }

  private static void waiting(Queued queued, Text out) {
    Task task = queued.task();
    out.line(
        "  %-5s %4d %7d %016lx %13s %-8s %-15s %s",
        queued.schedulingClass(),
        task.value().field("prio").asLong(),
        task.pid(),
        task.address(),
        ms(queued.waitsNs()),
        queued.isDelayed() ? "delayed" : "",
        task.comm(),
        TaskGroup.of(task).map(TaskGroup::path).orElse("-"));
  }

  private static String ms(long ns) {
    return Text.format("%ld.%03ld", ns / NSEC_PER_MSEC, ns / 1000 % 1000);
  }
}
