package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dwarf.DebugSample;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.stack.CrashedCpu;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.stack.StackEnd;
import org.vmcore.kernel.stack.StackTrace;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.DebugInfoMismatch;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;

/** The stacks of the bundled dump, which a write to {@code /proc/sysrq-trigger} crashed. */
class SampleStacksTest {
  private static final Kernels KERNELS = Kernels.withModules(LoadedModules::of);
  private static Program kernel;

  @BeforeAll
  static void open() {
    kernel = KERNELS.open(List.of(BundledSample.vmcore()), BundledSample.vmlinux());
  }

  @AfterAll
  static void close() {
    kernel.dump().close();
  }

  private static List<String> functions(StackTrace trace) {
    return trace.frames().stream().map(Frame::function).toList();
  }

  @Test
  void everyStackLeadsToTheFirstFunctionOrTheProgram() {
    List<String> broken = new ArrayList<>();
    int complete = 0;
    for (Task task : Tasks.of(kernel).all()) {
      StackTrace trace = Stacks.of(kernel).trace(task);
      if (trace.isComplete()) {
        complete++;
      } else if (trace.end() != StackEnd.NO_STACK) { // a zombie has none
        broken.add(task.comm() + ": " + trace.end() + " " + trace.reason());
      }
    }

    assertThat(broken, is(empty()));
    assertThat(complete, is(greaterThan(50)));
  }

  @Test
  void everySleepingTaskGaveUpItsCpuInTheScheduler() {
    for (Task task : Tasks.of(kernel).all()) {
      StackTrace trace = Stacks.of(kernel).trace(task);
      boolean sleeps = RunningTasks.of(kernel).cpuOf(task).isEmpty();
      if (sleeps && trace.end() != StackEnd.NO_STACK) {
        assertThat(functions(trace).get(0), is("__schedule"));
      }
    }
  }

  @Test
  void theTaskThatCrashedTheKernelCameFromAProgramThroughSysrq() {
    Task crashed = RunningTasks.of(kernel).on(CrashedCpu.of(kernel).getAsInt()).orElseThrow();

    StackTrace trace = Stacks.of(kernel).trace(crashed);

    assertThat(functions(trace), hasItem("sysrq_handle_crash"));
    assertThat(functions(trace), hasItem("ksys_write"));
    assertThat(trace.end(), is(StackEnd.USER_MODE));
    assertThat(functions(trace), not(hasItem("")));
  }

  @Test
  void aVmlinuxOfAnotherBuildIsRefusedWithBothBuildIds(@TempDir Path folder) throws IOException {
    Path other = folder.resolve("vmlinux");
    try (InputStream sample = DebugSample.class.getResourceAsStream("plain5.so")) {
      Files.copy(sample, other);
    }
    String its = VmlinuxFile.open(other, DebugFolders.NONE).buildId().orElseThrow();
    String crashed = kernel.dump().vmcoreInfo().orElseThrow().buildId().orElseThrow();
    List<Path> dump = List.of(BundledSample.vmcore());

    DebugInfoMismatch fault =
        assertThrows(DebugInfoMismatch.class, () -> KERNELS.open(dump, other));

    assertThat(fault.getMessage(), allOf(containsString(crashed), containsString(its)));
    assertThat(fault.getMessage(), containsString("--force"));
  }
}
