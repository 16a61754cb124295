package org.vmcore.debuginfo;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import org.vmcore.btf.Btf;
import org.vmcore.btf.BtfBytes;
import org.vmcore.debuginfo.ModuleFile.SectionSymbol;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dwarf.DebugSample;
import org.vmcore.elf.ElfBuilder;
import org.vmcore.io.Fault;
import org.vmcore.io.Unsupported;
import org.vmcore.types.StructType;

class ModuleFileTest {
  @TempDir Path folder;

  private static ModuleFile open(String sample) {
    return ModuleFile.open(DebugSample.path(sample), DebugFolders.NONE);
  }

  private static long offset(ModuleFile file, String section, String symbol) {
    return file.sectionSymbols().stream()
        .filter(s -> s.section().equals(section) && s.name().equals(symbol))
        .mapToLong(SectionSymbol::offset)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dwarf4.ko", "dwarf5.ko", "clang5.ko", "arm64.ko", "s390x.ko"})
  void variablesAndFunctionsAreWhereTheirSectionsWereLoaded(String sample) {
    ModuleFile file = open(sample);
    DebugSample loaded = DebugSample.open(sample);

    assertThat(
        loaded.info().variables("shared_counter").get(0).address(),
        is(DebugSample.SECTIONS.get(".data") + offset(file, ".data", "shared_counter")));
    assertThat(
        loaded.symbols().byName("measure").get(0).value(),
        is(DebugSample.SECTIONS.get(".text") + offset(file, ".text", "measure")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dwarf4.ko", "dwarf5.ko", "clang5.ko", "arm64.ko", "riscv64.ko"})
  void variablesOfEachCpuCountFromTheirOwnSection(String sample) {
    assertThat(
        DebugSample.open(sample).info().variables("per_cpu_counter").get(0).address(),
        is(DebugSample.SECTIONS.get(".data..percpu")));
  }

  @Test
  void whatOnlyStartingNeededIsNowhere() {
    DebugSample loaded = DebugSample.open("dwarf5.ko");

    assertThat(loaded.symbols().byName("started"), is(empty()));
    assertThat(loaded.info().function("started"), is(not(Optional.empty())));
  }

  @Test
  void variablesInASectionThatIsGoneHaveNoAddress() {
    ModuleFile nowhere = open("dwarf5.ko").placedAt(section -> OptionalLong.empty());

    assertThat(nowhere.debugInfo().orElseThrow().variables("shared_counter"), is(empty()));
  }

  @Test
  void tellsWhichNamesItCannotDefineBeforeItIsIndexed() {
    ModuleFile file = open("dwarf5.ko");

    assertThat(file.mayDefine("elsewhere"), is(true));
    assertThat(file.mayDefine("elsewhere_else"), is(false));
    assertThat(file.mayDefine("task_struct"), is(false));
    assertThat("short names stand in the entries", file.mayDefine("xyz"), is(true));
  }

  private Path compressed(String name, OutputStream target) throws IOException {
    try (target) {
      Files.copy(DebugSample.path("dwarf5.ko"), target);
    }
    return folder.resolve(name);
  }

  @Test
  void readsModulesThatAreCompressed() throws IOException {
    Path gzipped =
        compressed(
            "a.ko.gz", new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.ko.gz"))));
    Path xz =
        compressed(
            "a.ko.xz",
            new XZOutputStream(
                Files.newOutputStream(folder.resolve("a.ko.xz")), new LZMA2Options(1)));
    Path zstd =
        compressed(
            "a.ko.zst", new ZstdOutputStream(Files.newOutputStream(folder.resolve("a.ko.zst"))));

    for (Path path : List.of(gzipped, xz, zstd)) {
      ModuleFile file = ModuleFile.open(path, DebugFolders.NONE);
      assertThat(file.buildId(), is(open("dwarf5.ko").buildId()));
      assertThat(
          file.debugInfo().orElseThrow().type(TypeKind.STRUCT, "place").isPresent(), is(true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ko.gz", "a.ko.xz", "a.ko.zst", "a.ko"})
  void refusesWhatIsNotWhatItsNameSays(String name) throws IOException {
    Path file =
        Files.writeString(folder.resolve(name), "neither a module nor compressed, but text");

    Fault fault = assertThrows(Fault.class, () -> ModuleFile.open(file, DebugFolders.NONE));

    assertThat(fault.getMessage(), containsString(name));
  }

  @Test
  void refusesALinkedFile() throws IOException {
    Path file = Files.write(folder.resolve("a.ko"), ElfBuilder.of(ElfBuilder.ET_EXEC).bytes());

    assertThrows(Unsupported.class, () -> ModuleFile.open(file, DebugFolders.NONE));
  }

  private Path module(byte[] btf, Optional<byte[]> base) throws IOException {
    ElfBuilder elf = ElfBuilder.of(ElfBuilder.ET_REL).debug(".BTF", btf);
    base.ifPresent(bytes -> elf.debug(".BTF.base", bytes));
    return Files.write(folder.resolve("mine.ko"), elf.bytes());
  }

  @ParameterizedTest(name = "built apart from the kernel: {0}")
  @ValueSource(booleans = {false, true})
  void hasTypesWithoutDebugInformationToo(boolean apart) throws IOException {
    Btf kernel = Btf.of("kernel", BtfBytes.example(LITTLE_ENDIAN), name -> OptionalLong.empty());
    ModuleFile file =
        ModuleFile.open(
            apart
                ? module(
                    BtfBytes.exampleOfModuleApart(LITTLE_ENDIAN),
                    Optional.of(BtfBytes.exampleDistilled(LITTLE_ENDIAN)))
                : module(BtfBytes.exampleOfModule(LITTLE_ENDIAN), Optional.empty()),
            DebugFolders.NONE);

    DebugInfo types = file.btf(kernel).orElseThrow();

    StructType mine = types.type(TypeKind.STRUCT, "mine").orElseThrow().asStruct().orElseThrow();
    assertThat(
        mine.member("links").orElseThrow().type(),
        is(kernel.type(TypeKind.STRUCT, "list_head").orElseThrow()));
    assertThat(mine.member("count").orElseThrow().type().spelling(), is("int"));
    assertThat(file.debugInfo(), is(Optional.empty()));
    assertThat(file.mayDefine("mine"), is(true));
    assertThat(file.mayDefine("yours"), is(false));
  }

  @Test
  void knowsWhatItWasBuiltFrom() throws IOException {
    byte[] modinfo =
        "license=GPL\0srcversion=0123ABCD\0depends=\0".getBytes(StandardCharsets.US_ASCII);
    Path file =
        Files.write(
            folder.resolve("a.ko"),
            ElfBuilder.of(ElfBuilder.ET_REL)
                .loaded(".modinfo", 0, modinfo)
                .loaded(".gnu.linkonce.this_module", 0, new byte[0x3c0])
                .bytes());

    ModuleFile module = ModuleFile.open(file, DebugFolders.NONE);

    assertThat(module.modinfo("srcversion"), is(Optional.of("0123ABCD")));
    assertThat(module.modinfo("vermagic"), is(Optional.empty()));
    assertThat(module.moduleStructBytes(), is(OptionalLong.of(0x3c0)));
  }
}
