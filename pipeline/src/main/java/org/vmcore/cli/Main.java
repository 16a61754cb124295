package org.vmcore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import org.vmcore.io.Fault;
import org.vmcore.store.ImageStore;
import picocli.CommandLine;

/** The program {@code vmcore-report}. */
public final class Main {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private Main() {}

  public static void main(String[] arguments) {
    int code = run(Console.ofProcess(), arguments);
    ImageStore.finish(); // the answer is out; nobody waits for this
    System.exit(code);
  }

  /** Runs one command and returns its exit code; what follows {@code --} is Beam's. */
  static int run(Console console, String... arguments) {
    int end = Arrays.asList(arguments).indexOf("--");
    List<String> ours = Arrays.asList(arguments).subList(0, end < 0 ? arguments.length : end);
    List<String> beams =
        end < 0
            ? List.of()
            : List.copyOf(Arrays.asList(arguments).subList(end + 1, arguments.length));
    CommandLine line = new CommandLine(new ReportCommand(console, beams));
    line.addSubcommand(new ShowCommand(console));
    line.addSubcommand(new ListCommand(console));
    line.addSubcommand(new InfoCommand(console));
    line.addSubcommand(new EmittersCommand(console));
    line.addSubcommand(new CommandLine.HelpCommand());
    line.setExecutionExceptionHandler((failure, command, parsed) -> failed(console, ours, failure));
    line.setParameterExceptionHandler((failure, parsed) -> misused(console, failure));
    line.setOut(new PrintWriter(console.out(), true, UTF_8));
    line.setErr(new PrintWriter(console.err(), true, UTF_8));
    return line.execute(ours.toArray(new String[0]));
  }

  /** One line; {@code -v} adds where it happened. */
  private static int failed(Console console, List<String> arguments, Exception failure) {
    console.endProgress();
    console.say("vmcore-report: " + oneLine(failure));
    if (arguments.contains("-v")) {
      failure.printStackTrace(console.err());
    }
    return failure instanceof UsageFault ? USAGE : FAILED;
  }

  private static String oneLine(Exception failure) {
    if (failure instanceof Fault) {
      return failure.getMessage();
    }
    String message = failure.getMessage();
    return "unexpected failure: "
        + failure.getClass().getSimpleName()
        + (message == null ? "" : ": " + message.lines().findFirst().orElse(""))
        + "; -v tells where";
  }

  private static int misused(Console console, CommandLine.ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    console.say(command + ": " + failure.getMessage() + "; try: " + command + " --help");
    return USAGE;
  }
}
