package org.vmcore.kernel.module;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.btf.BtfBytes;
import org.vmcore.debuginfo.ModuleFile;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dwarf.DebugSample;
import org.vmcore.elf.ElfBuilder;
import org.vmcore.kernel.module.FakeModule.Memory;
import org.vmcore.kernel.module.FakeModule.Sections;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.ModuleNamespace;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A module named {@code sample}, whose file is one compiled from C. */
class ModuleFilesTest {
  private static final long CORE = 0xffff_ffff_d000_0000L;
  private static final long INIT = 0xffff_ffff_e000_0000L;
  private static final long BTF = 0xffff_ffff_8400_0000L;
  private static final long BANNER = 0xffff_ffff_8300_0000L;
  private static final Map<String, Long> SECTIONS =
      Map.of(".text", CORE, ".data", CORE + 0x400, ".init.text", INIT);

  @TempDir Path folder;

  private final FakeKernel kernel = FakeModule.kernel();
  private final FakeModule modules = new FakeModule(kernel, Memory.LAYOUTS, Sections.BINARY);
  private Path file;
  private String buildId;

  @BeforeEach
  void putTheFileBeforeTheTool() throws IOException {
    file = folder.resolve("sample.ko");
    try (InputStream sample = DebugSample.class.getResourceAsStream("dwarf5.ko")) {
      Files.copy(sample, file);
    }
    buildId = ModuleFile.open(file, DebugFolders.NONE).buildId().orElseThrow();
    kernel.struct("aligned_flags", "of_kernel", FakeKernel.LONG);
  }

  private static byte[] note(String buildId) {
    byte[] id = HexFormat.of().parseHex(buildId);
    return ByteBuffer.allocate(16 + id.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4)
        .putInt(id.length)
        .putInt(3)
        .put("GNU\0".getBytes(StandardCharsets.US_ASCII))
        .put(id)
        .array();
  }

  private Program loaded(String loadedBuildId) {
    modules.note(modules.add("sample", CORE, INIT, SECTIONS), note(loadedBuildId));
    return modules
        .linked()
        .modules(LoadedModules.withFiles(DebugFolders.of(List.of(folder))))
        .build();
  }

  @Test
  void theModulesTypesAndVariablesAreKnownFromItsFile() {
    Program program = loaded(buildId);
    ModuleNamespace sample = program.module("sample");

    assertThat(program.moduleWarnings(), is(empty()));
    assertThat(sample.type("struct place").sizeBytes(), is(40L));
    Value counter = sample.findSymbol("shared_counter").orElseThrow();
    assertThat(counter.type().spelling(), is("int"));
    assertThat(counter.address() - SECTIONS.get(".data") < 0x100, is(true));
  }

  @Test
  void theKernelsNamesKeepTheirMeaning() {
    Program program = loaded(buildId);

    assertThat(program.hasMember("struct aligned_flags", "of_kernel"), is(true));
    assertThat(program.module("sample").type("struct aligned_flags").sizeBytes(), is(16L));
    assertThat(program.module("sample").type("struct module"), is(program.type("struct module")));
  }

  @Test
  void whatOnlyTheModuleHasIsFoundWithoutNamingIt() {
    Program program = loaded(buildId);

    assertThat(program.sizeOf("struct elsewhere"), is(56L));
    assertThat(program.enumerator("DISCARDS"), is(6L));
    assertThat(program.hasType("struct nowhere"), is(false));
  }

  /** As {@code strip --strip-debug} leaves it, of a module that was built apart from the kernel. */
  @Test
  void aFileWithoutDebugInformationHasTheTypesThatTheKernelIsGiven() throws IOException {
    byte[] btf = BtfBytes.example(ByteOrder.LITTLE_ENDIAN);
    kernel
        .bytes(BTF, btf)
        .symbol("__start_BTF", BTF, 0)
        .symbol("__stop_BTF", BTF + btf.length, 0)
        .define("char", FakeKernel.CHAR);
    Files.write(
        file,
        ElfBuilder.of(ElfBuilder.ET_REL)
            .buildId(buildId)
            .debug(".BTF", BtfBytes.exampleOfModuleApart(ByteOrder.LITTLE_ENDIAN))
            .debug(".BTF.base", BtfBytes.exampleDistilled(ByteOrder.LITTLE_ENDIAN))
            .bytes());

    Program program = loaded(buildId);

    assertThat(program.module("sample").type("struct mine").sizeBytes(), is(24L));
    assertThat(program.offsetOf("struct mine", "count"), is(16L));
  }

  @Test
  void aFileOfAnotherBuildIsRefused() {
    Program program = loaded(new StringBuilder(buildId).reverse().toString());

    assertThat(program.module("sample").isKnown(), is(false));
    assertThat(program.hasType("struct elsewhere"), is(false));
    assertThat(program.moduleWarnings().get(0), containsString("[sample]"));
  }

  @Test
  void aFileThatIsFiledByBuildIdIsFoundUnderAnyName() throws IOException {
    Path filed =
        folder
            .resolve(".build-id")
            .resolve(buildId.substring(0, 2))
            .resolve(buildId.substring(2) + ".debug");
    Files.createDirectories(filed.getParent());
    Files.move(file, filed);

    assertThat(loaded(buildId).module("sample").isKnown(), is(true));
  }

  @Test
  void aFileWithDebugInformationIsPreferredToAStrippedOneBeforeIt() throws IOException {
    Path tree = folder.resolve("lib/modules/6.1.0");
    Files.createDirectories(tree);
    Files.write(
        tree.resolve("sample.ko"), ElfBuilder.of(ElfBuilder.ET_REL).buildId(buildId).bytes());
    kernel
        .text(BANNER, "6.1.0")
        .struct("new_utsname", "release", FakeKernel.array(FakeKernel.CHAR, 64));
    kernel.struct("uts_namespace", "name", kernel.type("new_utsname"));
    kernel.variable("init_uts_ns", kernel.type("uts_namespace"), BANNER);

    Program program = loaded(buildId);

    assertThat(program.module("sample").type("struct place").sizeBytes(), is(40L));
    assertThat(program.moduleWarnings(), is(empty()));
  }

  @Test
  void nothingIsKnownOfAModuleThatIsNotLoaded() {
    assertThat(loaded(buildId).module("other").isKnown(), is(false));
  }

  @Test
  void symbolsComeFromTheFileWhereTheKernelKeepsNone() {
    Program program = loaded(buildId);

    assertThat(program.findAddress("measure").orElseThrow() - CORE < 0x400, is(true));
    long address = program.address("measure");
    assertThat(
        program.symbolAt(address + 1).map(at -> at.name() + " of " + at.module()),
        is(Optional.of("measure of sample")));
  }

  @Test
  void functionsThatOnlyStartingNeededAreNowhere() {
    assertThat(loaded(buildId).findAddress("started").isPresent(), is(false));
  }

  @Test
  void symbolsInMemoryTellWhereTheSectionsAreWhenNothingElseDoes() {
    long module = modules.add("sample", CORE, INIT, Map.of());
    modules.note(module, note(buildId));
    Program program = modules.linked().build();
    LoadedModule loaded = Modules.of(program).get(0);
    ModuleFile opened = ModuleFile.open(file, DebugFolders.NONE);
    ModuleFile atCore =
        opened.placedAt(
            name -> name.equals(".text") ? OptionalLong.of(CORE) : OptionalLong.empty());

    ModulePlacement placement =
        ModulePlacement.of(loaded, opened, ModuleSymbols.of(loaded, atCore));

    assertThat(placement.addressOf(".text").orElseThrow(), is(CORE));
    assertThat(placement.addressOf(".data").isPresent(), is(false));
  }
}
