package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.OomBadness;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** How much the OOM killer likes a process, {@code fs/proc/base.c}. */
final class PidOom {
  // include/uapi/linux/oom.h
  private static final int OOM_SCORE_ADJ_MAX = 1000;
  private static final int OOM_DISABLE = -17;
  private static final int OOM_ADJUST_MAX = 15;

  @EmitsMany(path = "proc/{pid}/oom_score_adj", each = Pids.class)
  void oomScoreAdj(Program kernel, Task task, Text out) {
    out.line("%d", task.signal().field("oom_score_adj").asLong());
  }

  @EmitsMany(path = "proc/{pid}/task/{tid}/oom_score_adj", each = Tids.class)
  void oomScoreAdjOfThread(Program kernel, Task task, Text out) {
    oomScoreAdj(kernel, task, out);
  }

  /** {@code oom_adj_read()}: the scale of long ago. */
  @EmitsMany(path = "proc/{pid}/oom_adj", each = Pids.class)
  void oomAdj(Program kernel, Task task, Text out) {
    int adjustment = task.signal().field("oom_score_adj").asInt();
    int scaled =
        adjustment == OOM_SCORE_ADJ_MAX
            ? OOM_ADJUST_MAX
            : adjustment * -OOM_DISABLE / OOM_SCORE_ADJ_MAX;
    out.line("%d", Math.min(scaled, OOM_ADJUST_MAX));
  }

  /** {@code proc_oom_score()}. */
  @EmitsMany(path = "proc/{pid}/oom_score", each = Pids.class)
  void oomScore(Program kernel, Task task, Text out) {
    out.line("%lu", OomBadness.score(kernel, task));
  }
}
