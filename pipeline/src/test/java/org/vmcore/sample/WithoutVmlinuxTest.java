package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The bundled dump opened twice: with its vmlinux, and by what the kernel knows of itself. */
class WithoutVmlinuxTest {
  /** Neither size nor members tell how long these are; the difference does not matter. */
  private static final Set<String> ALIKE =
      Set.of(
          "cpu_root_vulnerabilities_attrs",
          "kmsg_bytes",
          "linux_banner",
          "node_data",
          "nohz",
          "nr_swapper_spaces",
          "swap_info",
          "taint_flags",
          "trace_options");

  private static Program with;
  private static Program without;

  @BeforeAll
  static void open() {
    Kernels kernels = Kernels.withModules(LoadedModules::of);
    with = kernels.open(List.of(BundledSample.vmcore()), BundledSample.vmlinux());
    without = kernels.open(List.of(BundledSample.vmcore()));
  }

  @AfterAll
  static void close() {
    with.dump().close();
    without.dump().close();
  }

  @Test
  void variablesAreDeclaredAsTheDebugInformationHasThem() throws IOException {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (String name : declared()) {
      Optional<Value> real = with.findSymbol(name);
      Optional<Value> ours = without.findSymbol(name);
      if (real.isPresent()
          && ours.isPresent()
          && with.symbols(name).size() == 1
          && without.symbols(name).size() == 1
          && !ALIKE.contains(name)) {
        compared++;
        boolean same =
            real.get().address() == ours.get().address()
                && real.get().type().sizeBytes() == ours.get().type().sizeBytes();
        if (!same) {
          wrong.add(name + ": " + real.get() + ", not " + ours.get());
        }
      }
    }
    assertThat(wrong, empty());
    assertThat(compared, greaterThan(100));
  }

  private static Set<String> declared() throws IOException {
    Set<String> names = new TreeSet<>();
    try (InputStream in = Program.class.getResourceAsStream("declared-variables.tsv")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#")) {
          names.add(line.substring(0, line.indexOf('\t')));
        }
      }
    }
    return names;
  }

  @Test
  void structuresHaveTheSameLayout() {
    for (String type : List.of("struct task_struct", "struct mm_struct", "struct net_device")) {
      assertThat(type, without.sizeOf(type), is(with.sizeOf(type)));
    }
    assertThat(
        without.offsetOf("struct task_struct", "signal"),
        is(with.offsetOf("struct task_struct", "signal")));
  }

  @Test
  void theSameTasksAreFound() {
    assertThat(
        Tasks.of(without).all().stream().map(Task::address).toList(),
        is(Tasks.of(with).all().stream().map(Task::address).toList()));
  }

  @Test
  void theSameSymbolsArePrinted() {
    long address = with.address("schedule") + 5;
    assertThat(
        without.symbolAt(address).orElseThrow().name(),
        is(with.symbolAt(address).orElseThrow().name()));
  }
}
