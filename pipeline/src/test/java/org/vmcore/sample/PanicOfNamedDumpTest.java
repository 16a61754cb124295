package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.stack.CrashedCpu;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;

/**
 * What the kernel of a dump, which is named when the tests are run, printed of its stacks when it
 * gave up: {@code show_trace_log_lvl()} of {@code arch/x86/kernel/dumpstack.c}.
 */
class PanicOfNamedDumpTest {
  private static final Kernels KERNELS = Kernels.withModules(LoadedModules::of);
  private static final Pattern TIME = Pattern.compile("^\\[ *[0-9.]+\\] ?");
  private static final Pattern STACK = Pattern.compile(" <([^/]\\S*)>");
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
          .map(line -> TIME.matcher(line).replaceFirst(""))
          .dropWhile(line -> !line.startsWith("Kernel panic - not syncing"))
          .takeWhile(line -> !line.equals(" </TASK>"))
          .forEach(printed::take);
      return printed.functions;
    }

    private void take(String line) {
      Matcher begin = STACK.matcher(line);
      Matcher rip = INTERRUPTED.matcher(line);
      Matcher function = FUNCTION.matcher(line);
      if (begin.matches()) {
        stack = begin.group(1);
        addInterrupted();
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

  @Test
  void stacksAndFunctionsOfTheCrashedCpuAreThoseThatItsKernelPrinted() {
    NamedDump dump = NamedDump.get();
    List<String> printed = upToPanic(Printed.of(dump.log()));
    assumeFalse(printed.isEmpty(), "the log that is named has no trace with its stacks");
    Program kernel = KERNELS.open(List.of(dump.vmcore()), dump.vmlinux());
    try {
      OptionalInt cpu = CrashedCpu.of(kernel);
      assumeTrue(cpu.isPresent(), "the machine that is named did not crash");
      Task crashed = RunningTasks.of(kernel).on(cpu.getAsInt()).orElseThrow();

      List<Frame> frames = Stacks.of(kernel).trace(crashed).frames();

      assertThat(
          upToPanic(frames.stream().map(PanicOfNamedDumpTest::asPrinted).toList()), is(printed));
    } finally {
      kernel.dump().close();
    }
  }

  private static String asPrinted(Frame frame) {
    return frame.stack().name() + " " + frame.symbol().orElseThrow().text();
  }
}
