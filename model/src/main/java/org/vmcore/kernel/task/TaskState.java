package org.vmcore.kernel.task;

/**
 * What {@code /proc} calls the state of a task, {@code task_state_array} in {@code
 * fs/proc/array.c}.
 */
public enum TaskState {
  RUNNING('R', "running"),
  SLEEPING('S', "sleeping"),
  DISK_SLEEP('D', "disk sleep"),
  STOPPED('T', "stopped"),
  TRACING_STOP('t', "tracing stop"),
  DEAD('X', "dead"),
  ZOMBIE('Z', "zombie"),
  PARKED('P', "parked"),
  IDLE('I', "idle");

  private static final long TASK_REPORT =
      0x7f; // include/linux/sched.h: the bits of the first eight
  private static final long TASK_UNINTERRUPTIBLE = 0x2;
  private static final long TASK_NOLOAD = 0x400;
  private static final long TASK_RTLOCK_WAIT = 0x1000;
  private static final long TASK_FROZEN = 0x8000;

  private final char letter;
  private final String word;

  TaskState(char letter, String word) {
    this.letter = letter;
    this.word = word;
  }

  /** {@code task_state_index()}. */
  public static TaskState of(Task task) {
    long state = task.state();
    long report = (state | task.exitState()) & TASK_REPORT;
    if ((state & (TASK_UNINTERRUPTIBLE | TASK_NOLOAD)) == (TASK_UNINTERRUPTIBLE | TASK_NOLOAD)) {
      return IDLE;
    }
    if ((state & (TASK_RTLOCK_WAIT | TASK_FROZEN)) != 0) {
      return DISK_SLEEP; // both waits, of 5.16+ and 6.1+, are shown as uninterruptible ones
    }
    return values()[Long.SIZE - Long.numberOfLeadingZeros(report)];
  }

  /** {@code R}. */
  public char letter() {
    return letter;
  }

  /** {@code R (running)}. */
  public String label() {
    return letter + " (" + word + ")";
  }
}
