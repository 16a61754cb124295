package org.vmcore.emit.commands.kernel;

import java.util.function.LongFunction;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.printk.LogRecord;
import org.vmcore.kernel.printk.Printk;
import org.vmcore.kernel.time.Calendar;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;

/**
 * The kernel's log as util-linux's {@code dmesg} prints it: when it was said before each record,
 * and blanks before its further lines. {@code print_record()}, {@code sys-utils/dmesg.c}.
 */
final class Dmesg {
  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final int NS_PER_MICROSECOND = 1000;

  @Emits({"sos_commands/kernel/dmesg", "vmcore-dmesg.txt"})
  void dmesg(Program kernel, Text out) {
    print(kernel, Dmesg::sinceBoot, out);
  }

  /** With dates, which are true as far as the machine was never suspended. */
  @Emits("sos_commands/kernel/dmesg_-T")
  void dated(Program kernel, Text out) {
    long bootedAt = Timekeeping.of(kernel).bootedAtSeconds();
    print(kernel, timeNs -> "[" + Calendar.ctime(bootedAt + timeNs / NS_PER_SECOND) + "] ", out);
  }

  private static void print(Program kernel, LongFunction<String> stamps, Text out) {
    for (LogRecord record : Printk.of(kernel).records()) {
      String stamp = stamps.apply(record.timeNs());
      String before = stamp;
      for (String line : record.lines()) {
        out.raw(before);
        escaped(line, out);
        out.append('\n');
        before = " ".repeat(stamp.length());
      }
    }
  }

  private static String sinceBoot(long timeNs) {
    return Text.format(
        "[%5llu.%06llu] ", timeNs / NS_PER_SECOND, timeNs % NS_PER_SECOND / NS_PER_MICROSECOND);
  }

  /** What is not printable is shown as {@code \xNN}, as {@code /dev/kmsg} hands it out. */
  static void escaped(String line, Text out) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c >= ' ' && c < 0x7f || c == '\t') {
        out.append(c);
      } else {
        out.print("\\x%02x", (long) c);
      }
    }
  }
}
