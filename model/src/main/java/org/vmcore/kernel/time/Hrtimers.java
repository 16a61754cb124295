package org.vmcore.kernel.time;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Timers of high resolution, {@code kernel/time/hrtimer.c}. */
public final class Hrtimers {
  private Hrtimers() {}

  /**
   * A {@code struct hrtimer} that will go off.
   *
   * @param softExpiresNs when at the earliest, on the clock of its base
   * @param expiresNs when at the latest
   * @param state bits of {@code HRTIMER_STATE_*}
   */
  public record Hrtimer(Value value, long softExpiresNs, long expiresNs, long state) {
    /** Address of the function that it calls. */
    public long function() {
      return value.field("function").asLong();
    }
  }

  /** {@code hrtimer_bases} of a CPU: its clocks and how they did. */
  public static Value cpuBase(Program kernel, int cpu) {
    return PerCpu.of(kernel).variable("hrtimer_bases", cpu);
  }

  /**
   * The timers on a clock, the next one first.
   *
   * @param base the {@code struct hrtimer_clock_base}
   */
  public static List<Hrtimer> active(Value base) {
    Program kernel = base.program();
    Value root = MemberVariants.first(base.field("active"), "rb_root", "head");
    boolean linked = kernel.hasMember("struct hrtimer", "node.node.node"); // since 7.1
    List<Hrtimer> timers = new ArrayList<>();
    for (Value timer :
        RbTree.inOrder(root, "struct hrtimer", linked ? "node.node.node" : "node.node")) {
      timers.add(
          new Hrtimer(
              timer,
              Timekeeping.ktimeNs(timer.field("_softexpires")),
              Timekeeping.ktimeNs(timer.at("node.expires")),
              MemberVariants.first(timer, "state", "is_queued").asLong()));
    }
    return timers;
  }
}
