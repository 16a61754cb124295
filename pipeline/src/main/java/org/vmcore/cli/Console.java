package org.vmcore.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.vmcore.archive.Printable;

/**
 * Where answers and messages go: standard output carries what scripts want, standard error the
 * rest. Text is made safe for terminals.
 */
@WritesToConsole
final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;

  Console(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {
    this.out = out;
    this.err = err;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
  }

  /** The process's own; the launcher tells what are terminals, Java 17 cannot. */
  static Console ofProcess() {
    return new Console(
        System.out,
        System.err,
        Boolean.getBoolean("vmcore.terminal.out"),
        Boolean.getBoolean("vmcore.terminal.err"));
  }

  boolean errIsTerminal() {
    return errIsTerminal;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** A line of the answer. */
  void answer(String line) {
    out.print(Printable.of(line) + "\n");
  }

  /** A line of the answer with columns separated by tabs. */
  void row(String... columns) {
    out.print(Arrays.stream(columns).map(Printable::of).collect(Collectors.joining("\t")) + "\n");
  }

  /** A file's bytes: as they are for a program, escaped for a person. */
  void answer(byte[] bytes) {
    if (outIsTerminal) {
      out.print(Printable.lines(new String(bytes, StandardCharsets.UTF_8)));
    } else {
      out.write(bytes, 0, bytes.length);
    }
    out.flush();
  }

  /** A line for the person who started us. */
  void say(String line) {
    err.print(Printable.of(line) + "\n");
  }

  /** A line that the next one replaces; terminals only. */
  void progress(String line) {
    if (errIsTerminal) {
      err.print("\r" + Printable.of(line) + "\u001b[K");
      err.flush();
    }
  }

  void endProgress() {
    if (errIsTerminal) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
