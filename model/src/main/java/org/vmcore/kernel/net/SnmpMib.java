package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The kernel's tables of counters, {@code struct snmp_mib}, {@code include/net/snmp.h}. */
public final class SnmpMib {
  /** Where a counter stands among the others of its kind. */
  private record Item(String name, int entry) {}

  private SnmpMib() {}

  /**
   * The counters of a table, summed over all CPUs; all 0 where nobody ever counted.
   *
   * @param table name of the array of {@code struct snmp_mib}
   * @param perCpu the {@code __percpu} pointer to {@code mibs}
   */
  public static List<SnmpCounter> counters(String table, Value perCpu) {
    return named(table, perCpu.program(), fold(perCpu));
  }

  /** The counters of a table, those that a device keeps for all CPUs together. */
  static List<SnmpCounter> shared(String table, Value mibs) {
    return named(table, mibs.program(), longs(mibs));
  }

  private static List<SnmpCounter> named(String table, Program kernel, long[] values) {
    List<SnmpCounter> counters = new ArrayList<>();
    for (Item item : items(table, kernel)) {
      boolean known = item.entry() >= 0 && item.entry() < values.length;
      counters.add(new SnmpCounter(item.name(), known ? values[item.entry()] : 0));
    }
    return counters;
  }

  private static List<Item> items(String table, Program kernel) {
    return kernel.computed("counters of " + table, k -> readItems(k.symbol(table)));
  }

  /** Before 6.18 an item without a name ends the table. */
  private static List<Item> readItems(Value table) {
    List<Item> items = new ArrayList<>();
    for (Value item : table.elements()) {
      if (item.field("name").isNull()) {
        break;
      }
      items.add(new Item(item.field("name").asString(), item.field("entry").asInt()));
    }
    return items;
  }

  /** Whether an item without a name ends the tables. */
  static boolean endsWithSentinel(String table, Program kernel) {
    Value items = kernel.symbol(table);
    return items.index(items.length() - 1).field("name").isNull();
  }

  /** {@code snmp_fold_field()} for all fields at once. */
  static long[] fold(Value perCpu) {
    if (perCpu.isNull()) {
      return new long[0];
    }
    Program kernel = perCpu.program();
    PerCpu cpus = PerCpu.of(kernel);
    long[] sums = new long[0];
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      long[] one = longs(cpus.ptr(perCpu, cpu).field("mibs"));
      if (sums.length == 0) {
        sums = new long[one.length];
      }
      for (int i = 0; i < one.length; i++) {
        sums[i] += one[i];
      }
    }
    return sums;
  }

  /** Of an array of {@code unsigned long}, {@code u64} or {@code atomic_long_t}. */
  static long[] longs(Value mibs) {
    return mibs.program().number("unsigned long *", mibs.address()).longs(mibs.length());
  }
}
