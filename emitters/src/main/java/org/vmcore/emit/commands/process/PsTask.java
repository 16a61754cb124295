package org.vmcore.emit.commands.process;

import java.util.Optional;
import org.vmcore.kernel.task.Priority;
import org.vmcore.kernel.task.TaskState;

/**
 * What {@code ps} knows of a process or thread, as procps gathers it from {@code stat}, {@code
 * status} and {@code cmdline}.
 *
 * @param cpuTicks CPU time of the whole process, or of the thread alone where threads have rows
 * @param startTicks when it was made, since boot
 * @param terminal the terminal that controls it
 * @param foreground number of the foreground process group of that terminal, -1 without one
 * @param name its name with what kernel threads add to it
 * @param command what it was called with, or the name of a kernel thread in brackets
 * @param commandIsKnown whether the arguments could be read
 * @param waitsIn the kernel function it sleeps in, {@code "-"} when it runs
 * @param cgroups its control groups, {@code "-"} when they all are the uppermost ones
 */
record PsTask(
    int tid,
    int pid,
    int parentPid,
    int group,
    int session,
    long uid,
    long gid,
    TaskState state,
    Priority priority,
    long flags,
    int cpu,
    long cpuTicks,
    long startTicks,
    Optional<String> terminal,
    int foreground,
    long nrThreads,
    long sizeKb,
    long rssKb,
    boolean hasLockedPages,
    String name,
    String command,
    boolean commandIsKnown,
    String waitsIn,
    String cgroups) {

  /** The letters of {@code pr_stat()}: the state and what is special about the process. */
  String stat() {
    StringBuilder letters = new StringBuilder().append(state.letter());
    if (priority.nice() != 0) {
      letters.append(priority.nice() < 0 ? '<' : 'N');
    }
    if (hasLockedPages) {
      letters.append('L');
    }
    if (session == pid) {
      letters.append('s');
    }
    if (nrThreads > 1) {
      letters.append('l');
    }
    if (group == foreground) {
      letters.append('+');
    }
    return letters.toString();
  }
}
