package org.vmcore.dump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmcore.dump.elfcore.ElfCoreBuilder;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Fault;
import org.vmcore.io.UnreadableFile;
import org.vmcore.io.Unsupported;

class DumpsTest {
  private static String refusal(byte[] start) {
    byte[] file = Arrays.copyOf(start, 1 << 16);
    file[file.length - 1] = 1;
    return refusalOf(file);
  }

  private static String refusalOf(byte[] file) {
    return assertThrows(Unsupported.class, () -> Dumps.of(List.of(new ArraySource("built", file))))
        .getMessage();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "1f8b0800, is compressed with gzip, decompress it first: gunzip",
    "fd377a585a00, is compressed with xz, decompress it first: xz -d",
    "28b52ffd, is compressed with zstd, decompress it first: zstd -d",
    "425a6839, is compressed with bzip2, decompress it first: bunzip2",
    "04224d18, is compressed with lz4, decompress it first: lz4 -d",
    "894c5a4f, is compressed with lzop, decompress it first: lzop -d",
    "789c, is compressed with zlib, decompress it first: pigz -dz",
  })
  void aCompressedDumpIsToBeDecompressedFirst(String magic, String what, String remedy) {
    String message = refusal(HexFormat.of().parseHex(magic));
    assertThat(message, containsString(what));
    assertThat(message, containsString(remedy));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "4449534b44554d50, is a diskdump of a 2.6 kernel, crash",
    "736164756d700000, is a sadump image, makedumpfile",
    "ed238f61730119a8, is an LKCD dump, makedumpfile",
    "a8190173618f23ed, is an LKCD dump, makedumpfile",
    "cd238f61730119a8, is an LKCD dump of a live kernel, makedumpfile",
    "5145564d00000003, is a QEMU migration stream, virsh dump --memory-only",
    "4c69627669727451656d756453617665, is a libvirt save image, dump-guest-memory",
    "4c69627669727451656d756450617274, is a libvirt save image, dump-guest-memory",
    "d0bed0be, is a 32-bit VMware state, snapshot",
    "14202801, is a Hyper-V saved state, vm2core",
    "edeb0ff0, is an old Xen domain core, kdump",
    "eeeb0ff0, is an old Xen domain core, kdump",
    "ffffffffffffffff58454e46, is a Xen save image, kdump",
    "4c696e757847756573745265636f7264, is a Xen save image, kdump",
    "5041474544553634, is a Windows crash dump, only dumps of Linux",
    "4d444d50, is a Windows minidump, only dumps of Linux",
    "514649fb, is a qcow2 disk image, give the dump inside it",
  })
  void aKindThatCannotBeReadIsNamedWithAWayOut(String magic, String what, String remedy) {
    String message = refusal(HexFormat.of().parseHex(magic));
    assertThat(message, containsString(what));
    assertThat(message, containsString(remedy));
  }

  @Test
  void coresOfXenAreNamed() {
    ElfCoreBuilder core =
        new ElfCoreBuilder().load(0, new byte[4096], 4096).note("Xen", 0x1000001, new byte[16]);
    assertThat(refusalOf(core.bytes()), containsString("is of a Xen host or domain"));
  }

  @Test
  void whatIsNoDumpAtAllIsTold() {
    assertThat(
        refusal("#!/bin/sh\necho this is no dump at all\n".getBytes(StandardCharsets.US_ASCII)),
        containsString("is a text file, not a kernel dump"));
    assertThat(refusalOf(new byte[1 << 16]), containsString("holds zeros where a dump has"));
    assertThat(refusalOf(new byte[] {5, 9, 9}), containsString("was cut off after 3 bytes"));
  }

  @Test
  void filesThatCannotBeReadAreTold(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("vmcore"));
    for (String[] wrong :
        new String[][] {
          {folder.toString(), "is a directory"},
          {empty.toString(), "is empty"},
          {folder.resolve("none").toString(), "no such file"},
          {"/dev/zero", "is a pipe or a device"},
        }) {
      Fault fault =
          assertThrows(UnreadableFile.class, () -> Dumps.open(List.of(Path.of(wrong[0]))));
      assertThat(fault.getMessage(), containsString(wrong[1]));
    }
  }

  @Test
  void memoryAloneIsReadOnRequestOnly() {
    MemoryImage image = MemoryImage.dense();
    List<ByteSource> file = List.of(new ArraySource("built", image.flat()));

    Unsupported refusal = assertThrows(Unsupported.class, () -> Dumps.of(file));
    assertThat(refusal.getMessage(), containsString("add --raw if it is memory alone"));

    try (Dump dump = Dumps.of(file, Opening.DEFAULT.asRaw())) {
      assertThat(dump.page(99 * 4096).bytes(), is(image.stored().get(99L)));
      assertThat(dump.state(100 * 4096), is(PageState.ABSENT));
    }
  }

  @Test
  void aContainerIsKnownEvenWhereMemoryAloneIsExpected() {
    ArraySource kdump = new KdumpBuilder(MemoryImage.dense()).build();
    try (Dump dump = Dumps.of(List.of(kdump), Opening.DEFAULT.asRaw())) {
      assertThat(dump.description().format(), containsString("kdump"));
    }
  }

  @Test
  void partsAreOfOneKind() {
    ArraySource elf = ElfCoreBuilder.of(MemoryImage.dense()).build();
    assertThrows(Unsupported.class, () -> Dumps.of(List.of(elf, elf)));
  }
}
