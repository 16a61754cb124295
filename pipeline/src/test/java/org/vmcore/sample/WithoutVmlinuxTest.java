package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

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
import org.vmcore.btf.Btf;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.io.ByteSource;
import org.vmcore.kallsyms.Kallsyms;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.paging.MemorySearch;

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

  /** Linked into the per-CPU section, but at the address that it is loaded to. */
  private static final Set<String> OF_THE_SECTION = Set.of("__init_begin", "__per_cpu_load");

  private static final int MANY = 60_000;

  /** {@code kallsyms_num_syms} of the bundled kernel. */
  private static final int ALL_SYMBOLS = 87_347;

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
      if (with.symbols(name).size() != 1
          || without.symbols(name).size() != 1
          || ALIKE.contains(name)) {
        continue;
      }
      Optional<Value> real = with.findSymbol(name);
      Optional<Value> ours = without.findSymbol(name);
      if (real.isPresent() && ours.isPresent()) {
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

  @Test
  void kallsymsAreThoseOfTheVmlinuxMovedByKaslr() {
    long shift = with.relocationBytes();
    int compared = 0;
    List<String> wrong = new ArrayList<>();
    for (Symbol symbol : with.imageSymbols().all()) {
      List<Symbol> ours = without.imageSymbols().byName(symbol.name());
      if (ours.size() == 1 && with.imageSymbols().byName(symbol.name()).size() == 1) {
        compared++;
        boolean moves = symbol.placement() != Symbol.Placement.ZERO_BASED_PER_CPU;
        long expected = symbol.value() + (moves ? shift : 0);
        boolean absolute = symbol.placement() == Symbol.Placement.ABSOLUTE;
        if (!absolute
            && !OF_THE_SECTION.contains(symbol.name())
            && ours.get(0).value() != expected) {
          wrong.add(symbol.name());
        }
      }
    }
    assertThat(wrong, empty());
    assertThat(compared, greaterThan(MANY));
    assertThat(without.imageSymbols().all(), hasSize(ALL_SYMBOLS));
  }

  @Test
  void kallsymsFoundByTheirShapeAreThoseThatVmcoreinfoTells() {
    MemorySearch image = MemorySearch.ofImage(without.memory(), without.address("_stext"));
    List<Symbol> found = Kallsyms.find(image, without.address("_stext")).orElseThrow();
    assertThat(Set.copyOf(found), is(Set.copyOf(without.imageSymbols().all())));
  }

  @Test
  void typesInMemoryAreThoseOfTheFile() {
    byte[] file = bytes(with, ".BTF");
    MemorySearch image = MemorySearch.ofImage(without.memory(), without.address("_stext"));
    assertArrayEquals(file, bytes(without, ".BTF"));
    assertArrayEquals(file, Btf.find(image).orElseThrow());
  }

  private static byte[] bytes(Program kernel, String section) {
    ByteSource source = kernel.image().orElseThrow().section(section).orElseThrow();
    return source.read(0, (int) source.sizeBytes());
  }
}
