package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.stack.CrashedCpu;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.stack.StackEnd;
import org.vmcore.kernel.stack.StackTrace;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;

/** The stacks of a dump that is named when the tests are run, beside what others found in it. */
class StacksOfNamedDumpTest {
  private static final Kernels KERNELS = Kernels.withModules(LoadedModules::of);
  private static final double NEARLY_ALL = 0.99;

  /** What a tracer puts in the place of return addresses. */
  private static final Set<String> TRAMPOLINES =
      Set.of(
          "return_to_handler",
          "arch_rethook_trampoline",
          "__kretprobe_trampoline",
          "kretprobe_trampoline");

  /** Stacks that the crashed CPU was on, by the kind of the crash, innermost first. */
  private static final Map<String, List<String>> STACKS_OF_CRASH =
      Map.of("nmi", List.of("NMI", "TASK"), "irq", List.of("IRQ", "TASK"));

  private static NamedDump dump;
  private static Program kernel;

  @BeforeAll
  static void open() {
    dump = NamedDump.get();
    kernel = KERNELS.open(List.of(dump.vmcore()), dump.vmlinux());
  }

  @AfterAll
  static void close() {
    if (kernel != null) {
      kernel.dump().close();
    }
  }

  private static StackTrace trace(Task task) {
    return Stacks.of(kernel).trace(task);
  }

  @Test
  void everyStackLeadsOut() {
    List<String> broken = new ArrayList<>();
    for (Task task : Tasks.of(kernel).all()) {
      StackTrace trace = trace(task);
      if (!trace.isComplete() && trace.end() != StackEnd.NO_STACK) {
        broken.add(task.pid() + " " + task.comm() + ": " + trace.reason());
      }
    }

    assertThat(broken, is(empty()));
  }

  @Test
  void noFunctionReturnsToATracer() {
    List<String> replaced = new ArrayList<>();
    for (Task task : Tasks.of(kernel).all()) {
      for (Frame frame : trace(task).frames()) {
        if (!frame.interrupted() && TRAMPOLINES.contains(frame.function())) {
          replaced.add(task.pid() + " " + task.comm() + ": " + frame.function());
        }
      }
    }

    assertThat(replaced, is(empty()));
  }

  @Test
  void theCrashedCpuCameOverTheStacksThatItsCrashTakes() {
    Task crashed = RunningTasks.of(kernel).on(CrashedCpu.of(kernel).getAsInt()).orElseThrow();
    List<String> stacks =
        trace(crashed).frames().stream().map(frame -> frame.stack().name()).distinct().toList();

    assertThat(stacks, is(STACKS_OF_CRASH.getOrDefault(dump.kindOfCrash(), List.of("TASK"))));
  }

  /** Frame by frame, as far as drgn comes: it takes what a tracer left for a caller. */
  @Test
  void nearlyAllReturnAddressesAreThoseThatDrgnFound() {
    List<String> differences = new ArrayList<>();
    int nrCompared = 0;
    for (JsonNode entry : dump.tasksOfDrgn()) {
      Optional<Task> task = task(entry);
      if (task.isPresent() && trace(task.get()).end() != StackEnd.NO_STACK) {
        List<Long> drgn = kernelAddresses(entry);
        List<Long> ours = trace(task.get()).frames().stream().map(Frame::pc).toList();
        for (int i = 0; i < drgn.size(); i++) {
          nrCompared++;
          if (i >= ours.size() || !ours.get(i).equals(drgn.get(i))) {
            differences.add(task.get().pid() + " " + task.get().comm() + " #" + i);
          }
        }
      }
    }

    assertThat(nrCompared, is(greaterThan(0)));
    assertThat(
        differences.toString(),
        1 - (double) differences.size() / nrCompared,
        is(greaterThanOrEqualTo(NEARLY_ALL)));
  }

  private static Optional<Task> task(JsonNode entry) {
    int pid = entry.path("pid").asInt();
    return pid == 0
        ? Optional.of(RunningTasks.of(kernel).idleTasks().get(entry.path("cpu").asInt()))
        : Tasks.of(kernel).all().stream().filter(task -> task.pid() == pid).findFirst();
  }

  private static List<Long> kernelAddresses(JsonNode entry) {
    List<Long> addresses = new ArrayList<>();
    for (JsonNode frame : entry.path("frames")) {
      if (TRAMPOLINES.contains(frame.path("symbol").asText())) {
        break;
      }
      if (!frame.path("inline").asBoolean()
          && frame.path("pc").bigIntegerValue().bitLength() > 63) {
        addresses.add(frame.path("pc").bigIntegerValue().longValue());
      }
    }
    return addresses;
  }

  /** Between the look and the crash some tasks moved, but those that sleep for long did not. */
  @Test
  void nearlyAllSleepingTasksAreWhereTheMachineShowedThem() {
    List<String> elsewhere = new ArrayList<>();
    int nrCompared = 0;
    for (Task task : Tasks.of(kernel).all()) {
      Optional<String> shown = shown(task);
      if (shown.isPresent() && RunningTasks.of(kernel).cpuOf(task).isEmpty()) {
        nrCompared++;
        if (!shown.get().equals(asShown(trace(task)))) {
          elsewhere.add(task.pid() + " " + task.comm());
        }
      }
    }

    assertThat(nrCompared, is(not(0)));
    assertThat(
        elsewhere.toString(),
        1 - (double) elsewhere.size() / nrCompared,
        is(greaterThanOrEqualTo(0.9)));
  }

  private static Optional<String> shown(Task task) {
    String own = "proc/" + task.leader().pid();
    return dump.shown(own + "/task/" + task.pid() + "/stack")
        .or(() -> dump.shown(own + "/stack").filter(text -> task.pid() == task.leader().pid()))
        .filter(text -> !text.isEmpty());
  }

  /** {@code proc_pid_stack()}. */
  private static String asShown(StackTrace trace) {
    StringBuilder lines = new StringBuilder();
    for (Frame frame : trace.frames()) {
      if (!Stacks.of(kernel).isScheduler(frame)) {
        lines.append("[<0>] ").append(frame.symbol().orElseThrow().text()).append('\n');
      }
    }
    return lines.toString();
  }
}
