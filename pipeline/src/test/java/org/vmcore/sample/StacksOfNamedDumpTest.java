package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.stack.CrashedCpu;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.Registers;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.stack.StackEnd;
import org.vmcore.kernel.stack.StackTrace;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** The stacks of a dump that is named when the tests are run, beside what others found in it. */
class StacksOfNamedDumpTest {
  private static final Kernels KERNELS = Kernels.withModules(LoadedModules::of);
  private static final double NEARLY_ALL = 0.99;
  private static final double MOST = 0.9;

  /** What tracers put in the place of return addresses. */
  private static final List<String> TRAMPOLINES =
      List.of(
          "return_to_handler",
          "arch_rethook_trampoline",
          "__kretprobe_trampoline",
          "kretprobe_trampoline");

  /** Stacks that the crashed CPU was on, by the kind of the crash, innermost first. */
  private static final Map<String, List<String>> STACKS_OF_CRASH =
      Map.of("nmi", List.of("NMI", "TASK"), "irq", List.of("IRQ", "TASK"));

  private static NamedDump dump;
  private static Program kernel;
  private static Set<Long> trampolines;

  @BeforeAll
  static void open() {
    dump = NamedDump.get();
    kernel = KERNELS.open(List.of(dump.vmcore()), dump.vmlinux());
    trampolines =
        TRAMPOLINES.stream()
            .map(kernel::findAddress)
            .flatMapToLong(OptionalLong::stream)
            .boxed()
            .collect(Collectors.toSet());
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
        if (trampolines.contains(frame.pc())) {
          replaced.add(task.pid() + " " + task.comm());
        }
      }
    }

    assertThat(replaced, is(empty()));
  }

  /** {@code __irq_regs} says where the registers lie that the innermost interrupt saved. */
  @Test
  void theTraceOfTheCrashedCpuHasTheRegistersThatItsInterruptSaved() {
    OptionalInt cpu = CrashedCpu.of(kernel);
    assumeTrue(cpu.isPresent() && kernel.hasSymbol("__irq_regs"), "no crash, or no __irq_regs");
    Value saved = PerCpu.of(kernel).variable("__irq_regs", cpu.getAsInt());
    assumeFalse(saved.isNull(), "the CPU that is named did not crash in an interrupt");
    Task crashed = RunningTasks.of(kernel).on(cpu.getAsInt()).orElseThrow();
    String pc = kernel.machine().equals("aarch64") ? "pc" : "ip";

    List<Long> interrupted =
        trace(crashed).frames().stream()
            .flatMap(frame -> frame.saved().stream())
            .map(Registers::pc)
            .toList();

    assertThat(interrupted, hasItem(saved.deref().field(pc).asLong()));
  }

  @Test
  void theCrashedCpuCameOverTheStacksThatItsCrashTakes() {
    OptionalInt cpu = CrashedCpu.of(kernel);
    assumeTrue(cpu.isPresent(), "the machine that is named did not crash");
    Task crashed = RunningTasks.of(kernel).on(cpu.getAsInt()).orElseThrow();
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
      long pc = frame.path("pc").bigIntegerValue().longValue();
      if (trampolines.contains(pc)) {
        break;
      }
      if (!frame.path("inline").asBoolean() && pc < 0) { // addresses of programs are not
        addresses.add(pc);
      }
    }
    return addresses;
  }

  /**
   * Between the look and the crash some tasks moved, but those that sleep for long did not. The
   * kernel does not know callers that both tracers replaced: what it shows counts up to there.
   */
  @Test
  void nearlyAllSleepingTasksAreWhereTheMachineShowedThem() {
    List<String> elsewhere = new ArrayList<>();
    int nrCompared = 0;
    for (Task task : Tasks.of(kernel).all()) {
      List<String> shown = shown(task);
      if (!shown.isEmpty() && RunningTasks.of(kernel).cpuOf(task).isEmpty()) {
        nrCompared++;
        List<String> known = shown.stream().takeWhile(line -> !isTrampoline(line)).toList();
        List<String> ours = asShown(trace(task));
        boolean all = known.size() == shown.size();
        if (!(all ? ours : ours.subList(0, Math.min(ours.size(), known.size()))).equals(known)) {
          elsewhere.add(task.pid() + " " + task.comm() + " " + ours + " " + shown);
        }
      }
    }

    assertThat(nrCompared, is(not(0)));
    assertThat(
        String.join("\n", elsewhere),
        1 - (double) elsewhere.size() / nrCompared,
        is(greaterThanOrEqualTo(MOST)));
  }

  /** {@code %pB} names the code before an address. */
  private static boolean isTrampoline(String line) {
    return trampolines.stream()
        .map(address -> kernel.symbolAt(address - 1).orElseThrow())
        .map(s -> new SymbolAt(s.name(), s.offsetBytes() + 1, s.sizeBytes(), s.module()).text())
        .anyMatch(line::equals);
  }

  /** The bundled dump is of a machine without tracers: the truth where both are on. */
  @Test
  void waitsOfProgramsAreThoseOfTheBundledMachineWhereItRanTheSameKernel() {
    Map<String, Set<String>> waits = new TreeMap<>();
    Map<String, String> truth = BundledSample.truth();
    truth.forEach(
        (path, text) -> {
          if (path.matches("proc/.*/stack") && !text.isEmpty()) {
            String comm = truth.getOrDefault(path.replace("/stack", "/comm"), "").strip();
            waits.computeIfAbsent(comm, name -> new HashSet<>()).add(text);
          }
        });
    assumeTrue(
        truth.get("proc/version").equals(dump.shown("proc/version").orElse("")),
        "the machine that is named ran another kernel than the bundled one");
    List<String> elsewhere = new ArrayList<>();
    int nrCompared = 0;
    for (Task task : Tasks.of(kernel).all()) {
      List<String> ours = asShown(trace(task));
      if (waits.containsKey(task.comm()) && !ours.isEmpty()) {
        nrCompared++;
        String text =
            ours.stream().map(line -> "[<0>] " + line + "\n").collect(Collectors.joining());
        if (!waits.get(task.comm()).contains(text)) {
          elsewhere.add(task.pid() + " " + task.comm() + " " + ours);
        }
      }
    }

    assertThat(nrCompared, is(greaterThan(0)));
    assertThat(
        String.join("\n", elsewhere),
        1 - (double) elsewhere.size() / nrCompared,
        is(greaterThanOrEqualTo(MOST)));
  }

  private static List<String> shown(Task task) {
    String own = "proc/" + task.leader().pid();
    return dump.shown(own + "/task/" + task.pid() + "/stack")
        .or(() -> dump.shown(own + "/stack").filter(text -> task.pid() == task.leader().pid()))
        .map(text -> text.lines().map(line -> line.replace("[<0>] ", "")).toList())
        .orElse(List.of());
  }

  /** {@code proc_pid_stack()}. */
  private static List<String> asShown(StackTrace trace) {
    return trace.frames().stream()
        .filter(frame -> !Stacks.of(kernel).isScheduler(frame))
        .map(frame -> frame.symbol().orElseThrow().text())
        .toList();
  }
}
