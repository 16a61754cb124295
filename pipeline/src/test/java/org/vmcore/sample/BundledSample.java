package org.vmcore.sample;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The dump of {@code src/sample}, unpacked once into {@code target/sample}. */
public final class BundledSample {
  private static final Path PACKED = Path.of("src", "sample");
  private static final Path UNPACKED = Path.of("target", "sample");

  private BundledSample() {}

  public static Path vmcore() {
    return unpacked("vmcore");
  }

  public static Path vmlinux() {
    return unpacked("vmlinux");
  }

  private static synchronized Path unpacked(String name) {
    Path packed = PACKED.resolve(name + ".xz");
    Path file = UNPACKED.resolve(name);
    try {
      if (Files.exists(file)
          && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(packed)) >= 0) {
        return file;
      }
      Files.createDirectories(UNPACKED);
      Path part = UNPACKED.resolve("." + name + ".part");
      try (InputStream in = open(packed)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the machine showed immediately before it crashed.
   *
   * @return texts by path as in a report; links are left out
   */
  static Map<String, String> truth() {
    Map<String, String> files = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(open(PACKED.resolve("truth.tar.xz")), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().startsWith("b/") && entry.isFile() && !entry.isSymbolicLink()) {
          files.put(
              entry.getName().substring(2),
              new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static InputStream open(Path packed) throws IOException {
    return new XZInputStream(new BufferedInputStream(Files.newInputStream(packed)));
  }
}
