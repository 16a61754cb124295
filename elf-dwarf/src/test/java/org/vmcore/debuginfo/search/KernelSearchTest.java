package org.vmcore.debuginfo.search;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.debuginfo.search.KernelSearch.OtherBuild;
import org.vmcore.elf.ElfBuilder;

class KernelSearchTest {
  private static final String RELEASE = "6.1.0";
  private static final String BUILD_ID = "0011223344";
  private static final String OTHER_BUILD_ID = "5566778899";

  @TempDir Path root;

  private static ElfBuilder described() {
    return ElfBuilder.of(ElfBuilder.ET_EXEC).debug(".debug_info", new byte[] {1});
  }

  private static ElfBuilder stripped(String linkedFile, int crc32) {
    ByteArrayOutputStream link = new ByteArrayOutputStream();
    link.writeBytes(linkedFile.getBytes(StandardCharsets.US_ASCII));
    link.writeBytes(new byte[4 - linkedFile.length() % 4]);
    link.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(crc32).array());
    return ElfBuilder.of(ElfBuilder.ET_EXEC).debug(".gnu_debuglink", link.toByteArray());
  }

  private Path write(String path, ElfBuilder file) throws IOException {
    Path target = root.resolve(path);
    Files.createDirectories(target.getParent());
    return Files.write(target, file.bytes());
  }

  private KernelSearch.Result find(Optional<String> buildId) {
    return KernelSearch.find(DebugFolders.of(List.of(root)), RELEASE, buildId);
  }

  private static int sumOf(ElfBuilder file) {
    CRC32 sum = new CRC32();
    sum.update(file.bytes());
    return (int) sum.getValue();
  }

  @Test
  void prefersTheFileThatIsFiledByBuildId() throws IOException {
    write("boot/vmlinux-6.1.0", described().buildId(BUILD_ID));
    Path filed = write(".build-id/00/11223344.debug", described().buildId(BUILD_ID));

    assertThat(find(Optional.of(BUILD_ID)).file(), is(Optional.of(filed)));
  }

  @Test
  void passesOverAKernelOfAnotherBuildAndNamesIt() throws IOException {
    Path other = write("boot/vmlinux-6.1.0", described().buildId(OTHER_BUILD_ID));
    Path right = write("lib/modules/6.1.0/vmlinux", described().buildId(BUILD_ID));

    KernelSearch.Result result = find(Optional.of(BUILD_ID));

    assertThat(result.file(), is(Optional.of(right)));
    assertThat(result.others(), contains(new OtherBuild(other, OTHER_BUILD_ID)));
  }

  @Test
  void takesAKernelWithoutABuildIdByItsName() throws IOException {
    Path kernel = write("vmlinux-6.1.0", described());

    assertThat(find(Optional.of(BUILD_ID)).file(), is(Optional.of(kernel)));
  }

  @Test
  void takesAnyKernelOfTheReleaseForADumpWithoutABuildId() throws IOException {
    Path kernel = write("vmlinux-6.1.0", described().buildId(BUILD_ID));

    assertThat(find(Optional.empty()).file(), is(Optional.of(kernel)));
  }

  @Test
  void passesOverWhatIsNoElfFileAndWhatHasNoDebugInformation() throws IOException {
    Files.createDirectories(root.resolve("boot"));
    Files.writeString(root.resolve("boot/vmlinux-6.1.0"), "a script perhaps, or compressed");
    write("lib/modules/6.1.0/vmlinux", ElfBuilder.of(ElfBuilder.ET_EXEC).buildId(BUILD_ID));

    KernelSearch.Result result = find(Optional.of(BUILD_ID));

    assertThat(result.file(), is(Optional.empty()));
    assertThat(result.others(), is(empty()));
  }

  @Test
  void followsTheLinkOfAStrippedKernelByItsBuildId() throws IOException {
    write("boot/vmlinux-6.1.0", stripped("kernel.debug", 1).buildId(BUILD_ID));
    Path linked = write("boot/.debug/kernel.debug", described().buildId(BUILD_ID));

    assertThat(find(Optional.of(BUILD_ID)).file(), is(Optional.of(linked)));
  }

  @Test
  void refusesALinkedFileOfAnotherBuild() throws IOException {
    write("boot/vmlinux-6.1.0", stripped("kernel.debug", 1).buildId(BUILD_ID));
    write("boot/kernel.debug", described().buildId(OTHER_BUILD_ID));

    assertThat(find(Optional.of(BUILD_ID)).file(), is(Optional.empty()));
  }

  @Test
  void followsTheLinkOfAStrippedKernelByTheSumOfTheFile() throws IOException {
    write("boot/vmlinux-6.1.0", stripped("kernel.debug", sumOf(described())));
    Path linked = write("boot/kernel.debug", described());

    assertThat(find(Optional.empty()).file(), is(Optional.of(linked)));
  }

  @Test
  void refusesALinkedFileWithAnotherSum() throws IOException {
    write("boot/vmlinux-6.1.0", stripped("kernel.debug", sumOf(described()) + 1));
    write("boot/kernel.debug", described());

    assertThat(find(Optional.empty()).file(), is(Optional.empty()));
  }

  @Test
  void refusesALinkThatLeadsToAnotherFolder() throws IOException {
    write("boot/vmlinux-6.1.0", stripped("../kernel.debug", sumOf(described())));
    write("kernel.debug", described());

    assertThat(find(Optional.empty()).file(), is(Optional.empty()));
  }
}
