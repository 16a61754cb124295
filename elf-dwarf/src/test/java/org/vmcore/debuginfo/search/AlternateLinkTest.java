package org.vmcore.debuginfo.search;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmcore.elf.ElfBuilder;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.Unsupported;

class AlternateLinkTest {
  private static final String BUILD_ID = "0011223344556677";

  @TempDir Path root;

  private static byte[] text(String name) {
    return (name + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  private static ElfFile referring(String path) {
    ByteArrayOutputStream link = new ByteArrayOutputStream();
    link.writeBytes(text(path));
    link.writeBytes(HexFormat.of().parseHex(BUILD_ID));
    return ElfBuilder.of(ElfBuilder.ET_EXEC).debug(".gnu_debugaltlink", link.toByteArray()).file();
  }

  private static byte[] sup(int side, String path) {
    ByteArrayOutputStream link = new ByteArrayOutputStream();
    link.writeBytes(new byte[] {5, 0, (byte) side});
    link.writeBytes(text(path));
    link.write(BUILD_ID.length() / 2);
    link.writeBytes(HexFormat.of().parseHex(BUILD_ID));
    return link.toByteArray();
  }

  private Path write(String path, ElfBuilder file) throws IOException {
    Path target = root.resolve(path);
    Files.createDirectories(target.getParent());
    return Files.write(target, file.bytes());
  }

  private String opened(ElfFile referring) {
    AlternateLink link = AlternateLink.of(referring).orElseThrow();
    Path file = root.resolve("usr/lib/debug/lib/modules/6.1/vmlinux");
    return link.open(file, DebugFolders.of(List.of(root.resolve("root")))).name();
  }

  @ParameterizedTest
  @CsvSource({
    "../../../.dwz/kernel, usr/lib/debug/.dwz/kernel",
    "../../../.dwz/kernel, root/.dwz/kernel",
    "/elsewhere/.dwz/kernel, root/.dwz/kernel",
    "/elsewhere/.dwz/kernel, root/.build-id/00/11223344556677.debug"
  })
  void isFoundBesideTheFileAndBelowTheRoots(String path, String place) throws IOException {
    Path file = write(place, ElfBuilder.of(ElfBuilder.ET_EXEC).buildId(BUILD_ID));
    Files.createDirectories(root.resolve("usr/lib/debug/lib/modules/6.1"));

    assertThat(Path.of(opened(referring(path))).toRealPath(), is(file.toRealPath()));
  }

  @Test
  void isFoundByAnAbsolutePath() throws IOException {
    Path file = write("common", ElfBuilder.of(ElfBuilder.ET_EXEC).buildId(BUILD_ID));

    assertThat(opened(referring(file.toString())), is(file.toString()));
  }

  @Test
  void isFoundByTheSumThatDwarf5Keeps() throws IOException {
    Path file = write("common", ElfBuilder.of(ElfBuilder.ET_EXEC).debug(".debug_sup", sup(1, "")));
    ElfFile referring =
        ElfBuilder.of(ElfBuilder.ET_EXEC).debug(".debug_sup", sup(0, file.toString())).file();

    assertThat(opened(referring), is(file.toString()));
  }

  @Test
  void isNoLinkInTheFileThatOthersReferTo() {
    ElfFile common = ElfBuilder.of(ElfBuilder.ET_EXEC).debug(".debug_sup", sup(1, "")).file();

    assertThat(AlternateLink.of(common), is(Optional.empty()));
  }

  @Test
  void refusesAFileWhoseOtherHalfIsMissingOrOfAnotherBuild() throws IOException {
    Path file = write("common", ElfBuilder.of(ElfBuilder.ET_EXEC).buildId("ffffffff"));

    Unsupported fault = assertThrows(Unsupported.class, () -> opened(referring(file.toString())));

    assertThat(
        fault.getMessage(), allOf(containsString(file.toString()), containsString(BUILD_ID)));
  }
}
