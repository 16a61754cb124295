package org.vmcore.kernel.printk;

import java.util.List;
import java.util.regex.Pattern;
import org.vmcore.io.Fault;
import org.vmcore.model.Program;

/** The line with which the kernel gave up. */
public final class LastWords {
  /** How such lines begin, most telling first. */
  private static final List<Pattern> BEGINNINGS =
      List.of(
          Pattern.compile("^Kernel panic - not syncing: .*"),
          Pattern.compile("^sysrq: Trigger a crash.*"),
          Pattern.compile("^BUG: .*"),
          Pattern.compile("^(Oops|general protection fault|Internal error|kernel BUG at).*"));

  private LastWords() {}

  /** The last line of the log of the most telling kind; empty when there is none. */
  public static String of(Program kernel) {
    List<LogRecord> log;
    try {
      log = Printk.of(kernel).records();
    } catch (Fault fault) {
      return "";
    }
    for (Pattern words : BEGINNINGS) {
      for (int i = log.size() - 1; i >= 0; i--) {
        for (String line : log.get(i).lines()) {
          if (log.get(i).facility() == 0 && words.matcher(line).matches()) {
            return line;
          }
        }
      }
    }
    return "";
  }
}
