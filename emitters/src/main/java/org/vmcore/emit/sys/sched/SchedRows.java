package org.vmcore.emit.sys.sched;

import org.vmcore.emit.Text;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** Rows with a label and a number, as {@code kernel/sched/debug.c} makes them. */
public final class SchedRows {
  private static final long NSEC_PER_MSEC = 1_000_000;

  private final Text out;
  private final String labelFormat;
  private final String numberFormat;
  private final int msWidth;

  private SchedRows(Text out, String labelFormat, String numberFormat, int msWidth) {
    this.out = out;
    this.labelFormat = labelFormat;
    this.numberFormat = numberFormat;
    this.msWidth = msWidth;
  }

  /** Rows about a queue: {@code " .%-30s: %ld"}. */
  static SchedRows ofQueue(Text out) {
    return new SchedRows(out, "  .%-30s: ", "%ld", 0);
  }

  /** Rows about the scheduler as a whole. */
  static SchedRows ofScheduler(Text out, String labelFormat) {
    return new SchedRows(out, labelFormat, "%ld", 0);
  }

  /** Rows of {@code /proc/PID/sched}: {@code "%-45s:%21ld"}. */
  public static SchedRows ofTask(Text out) {
    return new SchedRows(out, "%-45s:", "%21ld", 14);
  }

  public void number(String label, long number) {
    out.print(labelFormat, label);
    out.line(numberFormat, number);
  }

  /** Nanoseconds as milliseconds. */
  public void ms(String label, long ns) {
    out.print(labelFormat, label);
    out.line("%s", ms(ns, msWidth));
  }

  /** A row for a member under its own name, where the structure has it. */
  public void numberOf(Value struct, String member) {
    numberOf(struct, member, member);
  }

  /** A row for the first of these members that the structure has. */
  public void numberOf(String label, Value struct, String... members) {
    MemberVariants.find(struct, members).ifPresent(value -> number(label, value.asLong()));
  }

  private void numberOf(Value struct, String label, String member) {
    numberOf(label, struct, member);
  }

  /** As {@link #numberOf(Value, String)}, for nanoseconds. */
  public void msOf(Value struct, String member) {
    MemberVariants.find(struct, member).ifPresent(value -> ms(member, value.asLong()));
  }

  /** {@code SPLIT_NS()}: the sign of what is less than a millisecond is lost. */
  static String ms(long ns, int width) {
    return Text.format("%*d.%06d", width, ns / NSEC_PER_MSEC, Math.abs(ns % NSEC_PER_MSEC));
  }
}
