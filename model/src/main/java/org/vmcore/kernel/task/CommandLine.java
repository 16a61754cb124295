package org.vmcore.kernel.task;

import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.Value;

/** Arguments and environment of a process, which lie in its own memory. */
public final class CommandLine {
  private static final int MAX_BYTES = 2 << 20; // more than ps or a person would read

  private CommandLine() {}

  /**
   * {@code get_mm_cmdline()}, {@code fs/proc/base.c}: the arguments, each with a NUL behind it. No
   * bytes for kernel threads and what has no memory any more; empty when the dump does not have the
   * pages, which is the rule: they are left out with the other user pages.
   */
  public static Optional<byte[]> arguments(Task task) {
    return read(task, "arg_start", "arg_end");
  }

  /** The environment that the process began with; empty as {@link #arguments}. */
  public static Optional<byte[]> environment(Task task) {
    return read(task, "env_start", "env_end");
  }

  private static Optional<byte[]> read(Task task, String from, String to) {
    Optional<Value> mm = task.userMm();
    if (mm.isEmpty()) {
      return Optional.of(new byte[0]);
    }
    long start = mm.get().field(from).asLong();
    long length = mm.get().field(to).asLong() - start;
    if (start == 0 || length <= 0) {
      return Optional.of(new byte[0]);
    }
    int limited = (int) Math.min(length, MAX_BYTES);
    try {
      return task.value()
          .program()
          .userMemory(mm.get().field("pgd").asLong())
          .map(memory -> memory.read(start, limited));
    } catch (MemoryFault left) {
      return Optional.empty();
    }
  }
}
