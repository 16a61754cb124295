package org.vmcore.emit.sys.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.sched.RunQueue;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Scheduling domains as {@code register_sd()}, {@code kernel/sched/debug.c}, shows them. Newer
 * kernels make the files only when told to be verbose.
 */
final class SchedDomains {
  private static final List<String> NUMBERS =
      List.of(
          "busy_factor",
          "cache_nice_tries",
          "imbalance_pct",
          "max_interval",
          "max_newidle_lb_cost",
          "min_interval");

  @EmitsMany(
      path = "sys/kernel/debug/sched/domains/cpu{cpu}/domain{n}/{name}",
      each = Domains.class)
  void file(Program kernel, SysfsFile<Value> file, Text out) {
    file.show(out);
  }

  /** The files of all domains of all CPUs. */
  @Enumerates({"cpu", "n", "name"})
  static final class Domains implements Enumerator<SysfsFile<Value>> {
    @Override
    public List<Key<SysfsFile<Value>>> keys(Program kernel) {
      List<Key<SysfsFile<Value>>> keys = new ArrayList<>();
      if (!kernel.hasSymbol("sched_debug_fops") || !isShown(kernel)) {
        return keys;
      }
      for (int cpu : CpuMask.online(kernel).stream().toArray()) {
        int number = 0;
        for (Value domain : RunQueue.of(kernel, cpu).domains()) {
          List<String> place = List.of(Integer.toString(cpu), Integer.toString(number++));
          files(kernel)
              .forEach(
                  (name, shower) ->
                      keys.add(
                          new Key<>(
                              List.of(place.get(0), place.get(1), name),
                              new SysfsFile<>(domain, shower))));
        }
      }
      return keys;
    }

    /** Since 6.4 the directory comes and goes with {@code verbose}. */
    private static boolean isShown(Program kernel) {
      return !kernel.hasSymbol("sched_verbose_fops")
          || kernel.symbol("sched_debug_verbose").asBoolean();
    }

    private static Map<String, SysfsFile.Shower<Value>> files(Program kernel) {
      Map<String, SysfsFile.Shower<Value>> files = new TreeMap<>();
      for (String number : NUMBERS) {
        files.put(number, (domain, out) -> out.line("%lu", domain.field(number).asLong()));
      }
      files.put("name", (domain, out) -> out.line("%s", domain.field("name").asString()));
      files.put("flags", (domain, out) -> flags(domain.field("flags"), out));
      if (RodataStrings.of(kernel).has("\0groups_flags\0")) { // since 6.9
        files.put(
            "groups_flags", (domain, out) -> flags(domain.field("groups").field("flags"), out));
        files.put("level", (domain, out) -> out.line("%u", domain.field("level").asLong()));
      }
      return files;
    }

    /** {@code sd_flags_show()}: the names of the bits. */
    private static void flags(Value flags, Text out) {
      long bits = flags.asLong();
      List<Value> names = flags.program().symbol("sd_flag_debug").elements();
      for (int i = 0; i < names.size(); i++) {
        if ((bits >> i & 1) != 0) {
          out.print("%s ", names.get(i).field("name").asString());
        }
      }
      out.append('\n');
    }
  }
}
