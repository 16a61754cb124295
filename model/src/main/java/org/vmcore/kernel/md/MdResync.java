package org.vmcore.kernel.md;

import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;

/** How far an array is in being made whole, {@code status_resync()}, {@code drivers/md/md.c}. */
public final class MdResync {
  private static final long MD_RESYNC_ACTIVE = 3; // drivers/md/md.h; a plain 3 before 6.0
  private static final int STEPS = 20;
  private static final long NOT_RESHAPING = -1;

  private MdResync() {}

  /** As it stands in {@code /proc/mdstat}; empty where nothing is to be done. */
  public static String shown(MdArray array) {
    boolean whole =
        array.isRecovering("MD_RECOVERY_SYNC") || array.isRecovering("MD_RECOVERY_RESHAPE");
    long max = array.number(whole ? "resync_max_sectors" : "dev_sectors");
    long done = done(array, max);
    if (done == 0) {
      return notStarted(array);
    }
    return done < MD_RESYNC_ACTIVE ? "\tresync=DELAYED" : progress(array, done, max);
  }

  private static long done(MdArray array, long max) {
    long current = array.number("curr_resync");
    if (current < MD_RESYNC_ACTIVE) {
      return array.isRecovering("MD_RECOVERY_DONE") ? max : current;
    }
    if (current > max) {
      return max;
    }
    return Math.max(MD_RESYNC_ACTIVE, current - active(array));
  }

  private static long active(MdArray array) {
    return array.value().at("recovery_active.counter").asLong();
  }

  private static String notStarted(MdArray array) {
    if (array.isRecovering("MD_RESYNCING_REMOTE")) {
      return array.number("reshape_position") != NOT_RESHAPING
          ? "\treshape=REMOTE"
          : "\tresync=REMOTE";
    }
    return array.inSyncTo() != -1 ? "\tresync=PENDING" : "";
  }

  private static String progress(MdArray array, long done, long max) {
    long perMilli = (done >> 10) * 1000 / ((max >> 10) + 1);
    int steps = (int) Math.min(STEPS, perMilli / 50);
    String bar = "[" + "=".repeat(steps) + ">" + ".".repeat(STEPS - steps) + "] ";
    String percent = Long.toString(perMilli / 10);
    return bar
        + " "
        + action(array)
        + " ="
        + " ".repeat(Math.max(0, 3 - percent.length()))
        + percent
        + "."
        + perMilli % 10
        + "% ("
        + done / 2
        + "/"
        + max / 2
        + ")"
        + speed(array, max - done);
  }

  private static String action(MdArray array) {
    if (array.isRecovering("MD_RECOVERY_RESHAPE")) {
      return "reshape";
    }
    if (array.isRecovering("MD_RECOVERY_CHECK")) {
      return "check";
    }
    return array.isRecovering("MD_RECOVERY_SYNC") ? "resync" : "recovery";
  }

  /** From what was done since the last mark. */
  private static String speed(MdArray array, long remainingSectors) {
    Program kernel = array.value().program();
    long seconds = Math.max(1, (Hz.jiffies(kernel) - array.number("resync_mark")) / Hz.of(kernel));
    long done =
        Math.max(
            0, array.number("curr_mark_cnt") - active(array) - array.number("resync_mark_cnt"));
    long secondsLeft = remainingSectors / (done / 32 + 1) * seconds >> 5;
    return " finish="
        + secondsLeft / 60
        + "."
        + secondsLeft % 60 / 6
        + "min speed="
        + done / 2 / seconds
        + "K/sec";
  }
}
