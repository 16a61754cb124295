package org.vmcore.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.index.IndexedKernel;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dwarf.DebugSample;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.FileSource;

/** A small file with debug information takes the place of a vmlinux. */
class ImageStoreTest {
  private static final int VERSION_IN_UNIT = 4;

  @TempDir private Path folder;

  private Path vmlinux;
  private Path cache;

  @BeforeEach
  void aVmlinuxAndAnEmptyCache() throws IOException {
    vmlinux = folder.resolve("vmlinux");
    cache = folder.resolve("cache");
    try (InputStream sample = DebugSample.class.getResourceAsStream("plain5.so")) {
      Files.copy(sample, vmlinux);
    }
  }

  private KernelImage opened() {
    ImageStore store = ImageStore.in(cache);
    KernelImage image =
        store.image(Optional.empty(), Optional.of(vmlinux), DebugFolders.NONE).orElseThrow();
    ImageStore.finish();
    return image;
  }

  private List<Path> cached() throws IOException {
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  private void damageTheFirstUnit() throws IOException {
    long unit;
    try (FileSource source = FileSource.open(vmlinux)) {
      unit = ElfFile.open(source).section(".debug_info").orElseThrow().fileOffset();
    }
    byte[] bytes = Files.readAllBytes(vmlinux);
    bytes[(int) unit + VERSION_IN_UNIT] = 99;
    Files.write(vmlinux, bytes);
  }

  @Test
  void theSecondTimeTheIndexAnswersUnderTheNameOfTheVmlinux() throws IOException {
    assertThat(opened(), instanceOf(VmlinuxFile.class));
    assertThat(cached(), hasSize(1));

    KernelImage image = opened();

    assertThat(image, instanceOf(IndexedKernel.class));
    assertThat(image.name(), is(vmlinux.toString()));
  }

  @Test
  void aDamagedFileIsReadAndComplainedOfEachTime() throws IOException {
    damageTheFirstUnit();

    for (int time = 0; time < 2; time++) {
      KernelImage image = opened();

      assertThat(image.warnings(), hasSize(1));
      assertThat(image.warnings().get(0), containsString("DWARF version 99 is not known"));
      assertThat(cached(), is(empty()));
    }
  }
}
