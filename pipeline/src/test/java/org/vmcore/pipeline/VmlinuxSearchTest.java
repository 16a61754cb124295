package org.vmcore.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.elfcore.ElfCoreBuilder;
import org.vmcore.elf.ElfBuilder;

class VmlinuxSearchTest {
  private static final String BUILD_ID = "00112233";

  @TempDir private Path folder;

  private Path dump;

  @BeforeEach
  void dumpOfAKernelThatTellsItsBuild() throws IOException {
    String info = "OSRELEASE=6.1.0-lab\nBUILD-ID=" + BUILD_ID + "\nPAGESIZE=4096\n";
    byte[] core =
        new ElfCoreBuilder()
            .load(0, new byte[4096], 4096)
            .note("VMCOREINFO", 0, info.getBytes(StandardCharsets.US_ASCII))
            .bytes();
    dump = Files.write(folder.resolve("vmcore"), core);
  }

  private Path kernel(String path, String buildId) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(
        file,
        ElfBuilder.of(ElfBuilder.ET_EXEC)
            .debug(".debug_info", new byte[1])
            .buildId(buildId)
            .bytes());
  }

  private Optional<Path> found(String... folders) {
    List<String> given = List.of(folders);
    try (Dump opened = Dumps.open(List.of(dump))) {
      return VmlinuxSearch.find(opened, VmlinuxSearch.folders(List.of(dump), given));
    }
  }

  @Test
  void takesTheKernelBesideTheDump() throws IOException {
    Path beside = kernel("vmlinux", BUILD_ID);

    assertThat(found(), is(Optional.of(beside)));
  }

  @Test
  void prefersTheFoldersGivenToThatOfTheDump() throws IOException {
    kernel("vmlinux", BUILD_ID);
    Path given = kernel("given/usr/lib/debug/boot/vmlinux-6.1.0-lab", BUILD_ID);

    assertThat(found(folder.resolve("given").toString()), is(Optional.of(given)));
  }

  @Test
  void goesOnWithoutAKernelOfAnotherBuild() throws IOException {
    kernel("vmlinux", "ffffffff");

    assertThat(found(), is(Optional.empty()));
  }
}
