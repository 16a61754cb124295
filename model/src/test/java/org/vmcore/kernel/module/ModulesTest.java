package org.vmcore.kernel.module;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmcore.kernel.module.FakeModule.Memory;
import org.vmcore.kernel.module.FakeModule.Sections;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Program;

class ModulesTest {
  private static final long CORE = 0xffff_ffff_d000_0000L;
  private static final long INIT = 0xffff_ffff_e000_0000L;
  private static final long GARBAGE = 0x6b6b_6b6b_6b6b_6b6bL;

  private final FakeKernel kernel = FakeModule.kernel();
  private final FakeModule modules = new FakeModule(kernel, Memory.LAYOUTS, Sections.BINARY);

  @BeforeEach
  void threeModules() {
    for (String name : List.of("one", "two", "three")) {
      modules.add(name, CORE, INIT, Map.of());
    }
  }

  private static List<String> names(Program program) {
    return Modules.of(program).stream().map(LoadedModule::name).toList();
  }

  @Test
  void followsTheListToItsHead() {
    Program program = modules.linked().build();

    assertThat(names(program), contains("one", "two", "three"));
    assertThat(Modules.damage(program), is(Optional.empty()));
  }

  @Test
  void keepsEachModuleOnceOfAListThatLoops() {
    Program program = modules.linkedTo(modules.link(1)).build();

    assertThat(names(program), contains("one", "two", "three"));
    assertThat(Modules.damage(program).orElseThrow(), containsString("runs into itself"));
  }

  @Test
  void stopsAtNull() {
    Program program = modules.linkedTo(0).build();

    assertThat(names(program), contains("one", "two", "three"));
  }

  @Test
  void keepsWhatComesBeforeALinkThatLeadsNowhere() {
    Program program = modules.linkedTo(GARBAGE).build();

    assertThat(names(program), contains("one", "two", "three"));
    assertThat(Modules.damage(program).orElseThrow(), containsString("6b6b6b6b6b6b6b6b"));
  }

  @Test
  void keepsNothingOfAListWhoseHeadLeadsNowhere() {
    Program program = kernel.words(FakeModule.HEAD, GARBAGE).build();

    assertThat(names(program), hasSize(0));
    assertThat(Modules.damage(program).isPresent(), is(true));
  }

  @Test
  void stopsAtAListThatLeadsOnAndOn() {
    long first = 0xffff_ffff_f000_0000L;
    kernel.words(FakeModule.HEAD, first);
    for (int i = 0; i < 10_100; i++) {
      kernel.words(first + i * 8L, first + (i + 1) * 8L);
    }

    Program program = kernel.build();

    assertThat(Modules.of(program).size() < 10_001, is(true));
    assertThat(Modules.damage(program).isPresent(), is(true));
  }

  @ParameterizedTest
  @EnumSource(Memory.class)
  void memoryIsKnownInEveryLayout(Memory memory) {
    FakeKernel other = FakeModule.kernel();
    FakeModule module = new FakeModule(other, memory, Sections.BINARY);
    module.add("one", CORE, INIT, Map.of());

    LoadedModule one = Modules.of(module.linked().build()).get(0);

    assertThat(one.base(), is(CORE));
    assertThat(one.memory().get(0), is(new ModuleRange(CORE, 0x1000, false)));
    assertThat(one.memory().get(one.memory().size() - 1), is(new ModuleRange(INIT, 0x1000, true)));
    assertThat(one.coreSizeBytes(), is(memory == Memory.TYPED ? 0x2000L : 0x1000L));
  }

  @ParameterizedTest
  @EnumSource(Sections.class)
  void sectionsAreKnownInEveryLayout(Sections sections) {
    FakeKernel other = FakeModule.kernel();
    FakeModule module = new FakeModule(other, Memory.LAYOUTS, sections);
    module.add("one", CORE, INIT, Map.of(".text", CORE, ".data", CORE + 0x800));

    LoadedModule one = Modules.of(module.linked().build()).get(0);

    Map<String, Long> found = new HashMap<>();
    ModuleSections.of(one).forEach(section -> found.put(section.name(), section.address()));
    assertThat(found, is(Map.of(".text", CORE, ".data", CORE + 0x800)));
  }
}
