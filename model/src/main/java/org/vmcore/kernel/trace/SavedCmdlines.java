package org.vmcore.kernel.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct saved_cmdlines_buffer}: names of tasks that were traced, ended ones too. */
public final class SavedCmdlines {
  private static final int TASK_COMM_LEN = 16; // include/linux/sched.h
  private static final int MAX_SIZE = 1 << 20;
  private static final long NO_CMDLINE_MAP = 0xffffffffL; // UINT_MAX, kernel/trace/trace.c

  private final Map<Integer, String> names = new LinkedHashMap<>();
  private final int size;

  private SavedCmdlines(Program kernel) {
    Optional<Value> saved = kernel.findSymbol("savedcmd").filter(pointer -> !pointer.isNull());
    this.size = saved.map(buffer -> buffer.field("cmdline_num").asInt()).orElse(0);
    if (size < 0 || size > MAX_SIZE) {
      throw new Malformed("absurd size of " + size, "struct saved_cmdlines_buffer", 0);
    }
    saved.ifPresent(buffer -> read(kernel, buffer));
  }

  public static SavedCmdlines of(Program kernel) {
    return kernel.computed(SavedCmdlines.class, SavedCmdlines::new);
  }

  private void read(Program kernel, Value buffer) {
    long[] pids = buffer.field("map_cmdline_to_pid").longs(size);
    long text = buffer.field("saved_cmdlines").address();
    for (int i = 0; i < size; i++) {
      if (pids[i] != NO_CMDLINE_MAP) {
        String name = kernel.cString(text + (long) i * TASK_COMM_LEN, TASK_COMM_LEN);
        names.put((int) pids[i], name);
      }
    }
  }

  /** How many names there is room for. */
  public int size() {
    return size;
  }

  /** Names by number, in the order of their places. */
  public Map<Integer, String> names() {
    return names;
  }
}
