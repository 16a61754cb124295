package org.vmcore.kernel.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What each CPU was running: {@code runqueues.curr}, {@code kernel/sched/sched.h}. Immutable. */
public final class RunningTasks {
  private final Map<Integer, Task> byCpu = new HashMap<>();
  private final Map<Integer, Task> idle = new HashMap<>();
  private final Map<Long, Integer> cpus = new HashMap<>();

  private RunningTasks(Program kernel) {
    CpuMask.possible(kernel).stream().forEach(cpu -> add(kernel, cpu));
  }

  public static RunningTasks of(Program kernel) {
    return kernel.computed(RunningTasks.class, RunningTasks::new);
  }

  private void add(Program kernel, int cpu) {
    try {
      Value rq = PerCpu.of(kernel).variable("runqueues", cpu);
      addTo(byCpu, cpu, rq.field("curr"));
      addTo(idle, cpu, rq.field("idle"));
      Task current = byCpu.get(cpu);
      if (current != null) {
        cpus.put(current.address(), cpu);
      }
    } catch (MemoryFault fault) {
      return; // the CPU never came up
    }
  }

  private static void addTo(Map<Integer, Task> tasks, int cpu, Value pointer) {
    if (!pointer.isNull()) {
      tasks.put(cpu, Task.of(pointer));
    }
  }

  /** The task that a CPU ran. */
  public Optional<Task> on(int cpu) {
    return Optional.ofNullable(byCpu.get(cpu));
  }

  /** The CPU that ran the task; empty for one that did not run. */
  public OptionalInt cpuOf(Task task) {
    Integer cpu = cpus.get(task.address());
    return cpu == null ? OptionalInt.empty() : OptionalInt.of(cpu);
  }

  /** The idle tasks, by CPU; they have pid 0 and are not among {@code Tasks}. */
  public List<Task> idleTasks() {
    List<Task> tasks = new ArrayList<>();
    idle.keySet().stream().sorted().forEach(cpu -> tasks.add(idle.get(cpu)));
    return tasks;
  }
}
