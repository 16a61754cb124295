package org.vmcore.dwarf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.ArraySource;
import org.vmcore.io.Fault;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/** A file with skeletons, and the package of what they stand for beside it. */
class SplitPackageTest {
  @TempDir Path folder;

  private VmlinuxFile opened(String sample, byte[] split) throws IOException {
    Files.write(folder.resolve("vmlinux"), DebugSample.bytes(sample));
    if (split.length > 0) {
      Files.write(folder.resolve("vmlinux.dwp"), split);
    }
    return VmlinuxFile.open(folder.resolve("vmlinux"), DebugFolders.NONE);
  }

  /** A package in which bytes of an index are others. */
  private static byte[] changed(String sample, String section, int at, int... bytes) {
    byte[] file = DebugSample.bytes(sample);
    long offset =
        ElfFile.open(new ArraySource(sample, file)).section(section).orElseThrow().fileOffset();
    for (int i = 0; i < bytes.length; i++) {
      file[(int) offset + at + i] = (byte) bytes[i];
    }
    return file;
  }

  @Test
  void isFoundBesideTheFile() throws IOException {
    VmlinuxFile file = opened("split4.so", DebugSample.bytes("split4.so.dwp"));

    assertThat(file.warnings(), hasSize(0));
    assertThat(file.debugInfo().type(TypeKind.STRUCT, "place").orElseThrow().sizeBytes(), is(40L));
  }

  @Test
  void withoutItTheFileIsRefused() {
    Unsupported refusal = assertThrows(Unsupported.class, () -> opened("split5.so", new byte[0]));

    assertThat(refusal.getMessage(), containsString("pack them with dwp into a .dwp beside it"));
  }

  @Test
  void thatOfAnotherBuildIsNone() {
    assertThrows(Unsupported.class, () -> opened("split4.so", DebugSample.bytes("split5.so.dwp")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"columns, 4", "units, 8", "slots, 12"})
  void anIndexThatIsLargerThanItsSectionIsRefused(String what, int at) {
    byte[] split = changed("split4.so.dwp", ".debug_cu_index", at, 0xff, 0xff, 0xff, 0x7f);

    Fault refusal = assertThrows(MalformedInput.class, () -> opened("split4.so", split));

    assertThat(refusal.getMessage(), containsString("vmlinux.dwp: .debug_cu_index"));
  }

  @Test
  void aUnitWhosePartsAreNotThereIsLostAlone() throws IOException {
    int slots = 16;
    int columns = 5;
    int cells = 16 + slots * 12 + columns * 4;
    int ofAbbreviations = cells + columns * 4 + 4; // of the second row
    byte[] split =
        changed("split4.so.dwp", ".debug_cu_index", ofAbbreviations, 0xff, 0xff, 0xff, 0x7f);

    VmlinuxFile file = opened("split4.so", split);

    assertThat(file.warnings(), hasSize(1));
    assertThat(file.warnings().get(0), containsString("abbreviations past the end"));
    assertThat(file.debugInfo().type(TypeKind.STRUCT, "place").isPresent(), is(true));
  }
}
