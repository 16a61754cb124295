package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.printk.Printk;
import org.vmcore.kernel.stack.CrashedCpu;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.stack.StackRegion;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;

/**
 * What a kernel printed of its stacks when it gave up: {@code show_trace_log_lvl()} of {@code
 * arch/x86/kernel/dumpstack.c}, {@code dump_backtrace()} of {@code arch/arm64/kernel/stacktrace.c}.
 */
class PanicTraceTest {
  private static final Kernels KERNELS = Kernels.withModules(LoadedModules::of);

  /** For the stacks of kernels for arm64, which print no borders. */
  private static final String UNTOLD = "?";

  private static final Pattern STACK = Pattern.compile(" <(/?)(\\S+)>");
  private static final Pattern FUNCTION = Pattern.compile(" (\\S+\\+0x\\S+)");
  private static final Pattern INTERRUPTED = Pattern.compile("RIP: 0010:(\\S+)");

  /** Stack and place of each function, as the log has them. */
  private static final class Printed {
    private final List<String> functions = new ArrayList<>();
    private String stack = "";
    private String interrupted = "";

    static List<String> of(List<String> log) {
      Printed printed = new Printed();
      log.stream()
          .dropWhile(line -> !line.startsWith("Kernel panic - not syncing"))
          .takeWhile(line -> !line.equals(" </TASK>"))
          .forEach(printed::take);
      return printed.functions;
    }

    private void take(String line) {
      Matcher border = STACK.matcher(line);
      Matcher rip = INTERRUPTED.matcher(line);
      Matcher function = FUNCTION.matcher(line);
      if (border.matches()) {
        // Before 5.15 the task's own stack had no borders.
        stack = border.group(1).isEmpty() ? border.group(2) : StackRegion.TASK;
        addInterrupted();
      } else if (line.equals("Call trace:")) {
        stack = UNTOLD;
      } else if (rip.matches()) {
        interrupted = rip.group(1); // on this stack or the next
      } else if (function.matches() && !stack.isEmpty()) {
        addInterrupted();
        functions.add(stack + " " + function.group(1));
      }
    }

    private void addInterrupted() {
      if (!interrupted.isEmpty()) {
        functions.add(stack + " " + interrupted);
        interrupted = "";
      }
    }
  }

  /** Without those that show the trace and end the kernel. */
  private static List<String> upToPanic(List<String> functions) {
    int last = -1;
    for (int i = 0; i < functions.size(); i++) {
      if (functions.get(i).contains("panic")) {
        last = i;
      }
    }
    return functions.subList(last + 1, functions.size());
  }

  /** The functions of the crashed CPU are those that its kernel printed, stack by stack. */
  private static void assertIsAsPrinted(Program kernel) {
    List<String> log =
        Printk.of(kernel).records().stream().flatMap(record -> record.lines().stream()).toList();
    List<String> printed = upToPanic(Printed.of(log));
    assumeFalse(printed.isEmpty(), "the kernel printed no stacks");
    Task crashed = RunningTasks.of(kernel).on(CrashedCpu.of(kernel).getAsInt()).orElseThrow();

    List<Frame> frames = Stacks.of(kernel).trace(crashed).frames();

    assertThat(upToPanic(frames.stream().map(f -> asPrinted(kernel, f)).toList()), is(printed));
  }

  /** arm64 names the code at a return address, not that before it. */
  private static String asPrinted(Program kernel, Frame frame) {
    return kernel.machine().equals("aarch64")
        ? UNTOLD + " " + kernel.symbolAt(frame.pc()).orElseThrow().text()
        : frame.stack().name() + " " + frame.symbol().orElseThrow().text();
  }

  @Test
  void theBundledKernelPrintedWhatIsFound() {
    Program kernel = KERNELS.open(List.of(BundledSample.vmcore()), BundledSample.vmlinux());
    try {
      assertIsAsPrinted(kernel);
    } finally {
      kernel.dump().close();
    }
  }

  @Test
  void theKernelOfTheDumpThatIsNamedPrintedWhatIsFound() {
    NamedDump dump = NamedDump.get();
    Program kernel = KERNELS.open(List.of(dump.vmcore()), dump.vmlinux());
    try {
      assertIsAsPrinted(kernel);
    } finally {
      kernel.dump().close();
    }
  }
}
