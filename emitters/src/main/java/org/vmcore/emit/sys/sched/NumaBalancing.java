package org.vmcore.emit.sys.sched;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** How memory is moved to the tasks that use it, {@code kernel/sched/debug.c}. */
final class NumaBalancing {
  private static final String SYMBOL_PREFIX = "sysctl_numa_balancing_";

  @EmitsMany(path = "sys/kernel/debug/sched/numa_balancing/{name}", each = Settings.class)
  void setting(Program kernel, Value setting, Text out) {
    out.line("%u", setting.asLong() & 0xffffffffL);
  }

  /** The files and the variables that they show; a file ends in the unit. */
  @Enumerates("name")
  static final class Settings implements Enumerator<Value> {
    private static final List<String> NAMES =
        List.of(
            "hot_threshold_ms",
            "scan_delay_ms",
            "scan_period_max_ms",
            "scan_period_min_ms",
            "scan_size_mb");

    @Override
    public List<Key<Value>> keys(Program kernel) {
      List<Key<Value>> keys = new ArrayList<>();
      for (String name : kernel.hasSymbol("sched_debug_fops") ? NAMES : List.<String>of()) {
        kernel
            .findSymbol(SYMBOL_PREFIX + name.substring(0, name.lastIndexOf('_')))
            .ifPresent(setting -> keys.add(Key.of(name, setting)));
      }
      return keys;
    }
  }
}
