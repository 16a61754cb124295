package org.vmcore.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.SeekableFileInputStream;
import org.tukaani.xz.SeekableXZInputStream;
import org.tukaani.xz.SingleXZInputStream;

class JoinedArchiveTest {
  private static final Instant CRASH = Instant.parse("2026-11-24T01:02:03Z");
  private static final String LONG_NAME = "sys/" + "devices/".repeat(30) + "uevent";

  @ParameterizedTest
  @EnumSource(Compression.class)
  void blocksCompressedApartReadAsOneArchive(Compression compression) throws IOException {
    Map<String, String> files = read(decompress(compression, archive(compression)));

    assertThat(files, aMapWithSize(4));
    assertThat(files, hasEntry("top/proc/uptime", "12.34 56.78\n"));
    assertThat(files, hasEntry("top/" + LONG_NAME, "x".repeat(100_000)));
    assertThat(files, hasEntry("top/proc/länge", ""));
    assertThat(files, hasEntry("top/version.txt", "1\n"));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void equalEntriesGiveEqualBytes(Compression compression) throws IOException {
    assertThat(archive(compression), is(archive(compression)));
  }

  @Test
  void aBlockIsReadWithoutTheOthers(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.tar.xz"), archive(Compression.XZ));
    try (SeekableXZInputStream xz =
        new SeekableXZInputStream(new SeekableFileInputStream(file.toFile()))) {
      assertThat(xz.getStreamCount(), is(1));
      assertThat(xz.getBlockCount(), is(3));
      xz.seekToBlock(1);
      assertThat(read(xz), hasEntry("top/proc/länge", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz -t", "tar -tJf"})
  void theUsualToolsAcceptIt(String command, @TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.tar.xz"), archive(Compression.XZ));
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin", words.get(0))), "not installed: " + words.get(0));
    words.add(file.toString());
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(said, process.waitFor(), equalTo(0));
  }

  @Test
  void everyEntryBelongsToRootAndHasTheTimeOfTheCrash() throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(decompress(Compression.XZ, archive(Compression.XZ)))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        assertThat(entry.getLastModifiedDate().toInstant(), is(CRASH));
        assertThat(entry.getUserName(), is("root"));
        assertThat(entry.getLongUserId(), is(0L));
      }
    }
  }

  private static byte[] archive(Compression compression) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JoinedArchive archive = new JoinedArchive(out, compression);
    archive.append(
        block(compression).file("top/proc/uptime", "12.34 56.78\n".getBytes(UTF_8)).finish());
    archive.append(block(compression).finish()); // a shard whose files all are absent
    archive.append(
        block(compression)
            .file("top/" + LONG_NAME, "x".repeat(100_000).getBytes(UTF_8))
            .file("top/proc/länge", new byte[0])
            .finish());
    archive.append(
        block(compression)
            .file("top/version.txt", "1\n".getBytes(UTF_8))
            .link("top/uptime", "proc/uptime")
            .finishLast());
    archive.finish();
    return out.toByteArray();
  }

  private static BlockWriter block(Compression compression) {
    return new BlockWriter(compression, BlockWriter.DEFAULT_PRESET, CRASH);
  }

  private static InputStream decompress(Compression compression, byte[] archive)
      throws IOException {
    InputStream in = new ByteArrayInputStream(archive);
    return switch (compression) {
      case XZ -> new SingleXZInputStream(in);
      case GZIP -> new GZIPInputStream(in);
      case NONE -> in;
    };
  }

  private static Map<String, String> read(InputStream in) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    TarArchiveInputStream tar = new TarArchiveInputStream(in, UTF_8.name());
    for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
      if (entry.isFile() && !entry.isSymbolicLink()) {
        files.put(entry.getName(), new String(tar.readAllBytes(), UTF_8));
      }
    }
    return files;
  }
}
