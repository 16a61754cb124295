package org.vmcore.emit.sys.power;

import java.util.List;
import java.util.stream.Stream;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.model.Entries;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /sys/power/suspend_stats}, {@code kernel/power/main.c}: how often sleep failed, and where.
 */
final class SuspendStats {
  /** {@code enum suspend_stat_step}, from 1. */
  private static final List<String> STEPS =
      List.of(
          "freeze",
          "prepare",
          "suspend",
          "suspend_late",
          "suspend_noirq",
          "resume_noirq",
          "resume_early",
          "resume");

  private static final int REC_FAILED_NUM = 2; // include/linux/suspend.h

  /** Names of files. */
  @Enumerates("stat")
  static final class Names implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      return Stream.concat(
              Stream.of(
                  "fail", "last_failed_dev", "last_failed_errno", "last_failed_step", "success"),
              STEPS.stream().map(step -> "failed_" + step))
          .sorted()
          .map(name -> Key.of(name, name))
          .toList();
    }
  }

  @EmitsMany(
      path = "sys/power/suspend_stats/{stat}",
      each = Names.class,
      needs = {"suspend_stats", "struct suspend_stats"})
  void stat(Program kernel, String name, Text out) {
    Value stats = kernel.symbol("suspend_stats");
    switch (name) {
      case "success", "fail" -> out.line("%d", stats.field(name).asInt());
      case "last_failed_dev" -> out.line("%s", last(stats, name, "failed_devs").asString());
      case "last_failed_errno" -> out.line("%d", last(stats, name, "errno").asInt());
      case "last_failed_step" -> out.line("%s", step(last(stats, name, "failed_steps")));
      default -> out.line("%d", failures(stats, name));
    }
  }

  /** The last of the few that are remembered; the index is where the next one goes. */
  private static Value last(Value stats, String index, String member) {
    int last = (stats.field(index).asInt() + REC_FAILED_NUM - 1) % REC_FAILED_NUM;
    return stats.field(member).index(Entries.index(last, REC_FAILED_NUM, member));
  }

  private static String step(Value step) {
    return step.asLong() == 0 ? "" : Entries.at(STEPS, step.asLong() - 1, "suspend_step_names");
  }

  /** Since 6.9 an array with a place for each step. */
  private static int failures(Value stats, String name) {
    if (stats.has(name)) {
      return stats.field(name).asInt();
    }
    int step = STEPS.indexOf(name.substring("failed_".length()));
    return stats.field("step_failures").index(step).asInt();
  }
}
