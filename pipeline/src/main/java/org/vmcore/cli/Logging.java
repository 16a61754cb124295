package org.vmcore.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the engine and we log to standard error: failures of the engine, with {@code -v} ours. */
final class Logging {
  /** Held here: the logging system forgets loggers that nobody holds. */
  private static final Logger OURS = Logger.getLogger("org.vmcore");

  private static final Logger ALL = Logger.getLogger("");

  private Logging() {}

  static {
    System.setProperty("java.util.logging.SimpleFormatter.format", "vmcore-report: %5$s%6$s%n");
  }

  static void configure(boolean verbose) {
    ALL.setLevel(Level.SEVERE);
    OURS.setLevel(verbose ? Level.FINE : Level.SEVERE);
    for (Handler handler : ALL.getHandlers()) {
      handler.setLevel(verbose ? Level.FINE : Level.SEVERE);
    }
  }
}
