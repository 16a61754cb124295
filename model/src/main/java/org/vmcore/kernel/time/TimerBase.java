package org.vmcore.kernel.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * One of a CPU's wheels of timers that count in jiffies: {@code struct timer_base}, {@code
 * kernel/time/timer.c}.
 *
 * @param name {@code BASE_STD} and {@code BASE_DEF}; since 6.9 timers that any CPU may run have a
 *     wheel of their own, {@code BASE_GLOBAL}
 */
public record TimerBase(int cpu, String name, Value value) {
  private static final List<List<String>> NAMES =
      List.of(
          List.of("BASE_STD"),
          List.of("BASE_STD", "BASE_DEF"),
          List.of("BASE_LOCAL", "BASE_GLOBAL", "BASE_DEF"));

  /** Those of a CPU. */
  public static List<TimerBase> of(Program kernel, int cpu) {
    List<Value> wheels = PerCpu.of(kernel).variable("timer_bases", cpu).elements();
    List<TimerBase> bases = new ArrayList<>();
    for (int i = 0; i < wheels.size(); i++) {
      boolean named = wheels.size() <= NAMES.size();
      String name = named ? NAMES.get(wheels.size() - 1).get(i) : "BASE_" + i;
      bases.add(new TimerBase(cpu, name, wheels.get(i)));
    }
    return bases;
  }

  /** Jiffies up to which it has run. */
  public long clk() {
    return value.field("clk").asLong();
  }

  /**
   * The {@code struct timer_list}s that wait, the next one first.
   *
   * @throws Malformed when a list runs into itself
   * @throws MemoryFault when a timer cannot be read
   */
  public List<Value> timers() {
    List<Value> timers = new ArrayList<>();
    Value vectors = value.field("vectors");
    long[] heads = vectors.at("0.first").addressOf().longs(vectors.length());
    for (int i = 0; i < heads.length; i++) {
      if (heads[i] != 0) {
        timers.addAll(HList.forEachEntry(vectors.index(i), "struct timer_list", "entry"));
      }
    }
    timers.sort(Comparator.comparingLong(timer -> timer.field("expires").asLong()));
    return timers;
  }
}
