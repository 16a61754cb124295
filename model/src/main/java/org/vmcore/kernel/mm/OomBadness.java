package org.vmcore.kernel.mm;

import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.task.MmCounters;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Whom the OOM killer would take: {@code mm/oom_kill.c}. */
public final class OomBadness {
  private static final int OOM_SCORE_ADJ_MIN = -1000; // include/uapi/linux/oom.h

  private OomBadness() {}

  /** {@code proc_oom_score()}: up to 2000, 0 for those that are never taken. */
  public static long score(Program kernel, Task task) {
    long totalPages = MemoryTotals.of(kernel).total() + SwapArea.totalSwapPages(kernel);
    OptionalLong badness = of(kernel, task, totalPages);
    return badness.isEmpty() || totalPages == 0
        ? 0
        : (1000 + badness.getAsLong() * 1000 / totalPages) * 2 / 3;
  }

  /** {@code oom_badness()}: pages it has and how it was rated; empty for who is never taken. */
  private static OptionalLong of(Program kernel, Task task, long totalPages) {
    if (task.pid() == 1 || task.isKernelThread()) {
      return OptionalLong.empty();
    }
    Optional<Value> mm =
        Tasks.of(kernel).threads(task).stream().flatMap(thread -> thread.mm().stream()).findFirst();
    long adjustment = task.signal().field("oom_score_adj").asLong();
    if (mm.isEmpty()
        || adjustment == OOM_SCORE_ADJ_MIN
        || isSkipped(mm.get())
        || isInVfork(task, mm.get())) {
      return OptionalLong.empty();
    }
    MmCounters counters = new MmCounters(mm.get());
    long pages =
        counters.rss()
            + counters.pages("MM_SWAPENTS")
            + counters.pageTableBytes() / kernel.pageSizeBytes();
    return OptionalLong.of(pages + adjustment * (totalPages / 1000));
  }

  private static boolean isSkipped(Value mm) {
    return MmFlags.of(mm).has(MmFlags.MMF_OOM_SKIP);
  }

  /** {@code in_vfork()}: it still uses its parent's memory. */
  private static boolean isInVfork(Task task, Value mm) {
    return !task.value().field("vfork_done").isNull()
        && task.realParent().mm().filter(mm::equals).isPresent();
  }
}
