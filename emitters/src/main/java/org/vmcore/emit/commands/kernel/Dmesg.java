package org.vmcore.emit.commands.kernel;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.printk.LogRecord;
import org.vmcore.kernel.printk.Printk;
import org.vmcore.model.Program;

/**
 * The kernel's log as util-linux's {@code dmesg} prints it: seconds since boot on each line, and
 * what a record continues on the line before it. {@code print_record()}, {@code sys-utils/dmesg.c}.
 */
final class Dmesg {
  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final int NS_PER_MICROSECOND = 1000;

  @Emits({"sos_commands/kernel/dmesg", "vmcore-dmesg.txt"})
  void dmesg(Program kernel, Text out) {
    for (LogRecord record : Printk.of(kernel).records()) {
      for (String line : record.lines()) {
        stamp(record.timeNs(), out);
        escaped(line, out);
        out.append('\n');
      }
    }
  }

  private static void stamp(long timeNs, Text out) {
    out.print(
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
