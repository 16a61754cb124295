package org.vmcore.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.SeekableFileInputStream;
import org.tukaani.xz.SeekableXZInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Reads finished archives, {@code sos report}'s too. A file of our own {@code .tar.xz} costs two
 * blocks: the last one holds the manifest, which names the block of the file.
 */
public final class ArchiveReader {
  static final String MANIFEST = "sos_reports/manifest.json";
  private static final int MAX_FILE_BYTES = 256 << 20;

  private final Path archive;

  public ArchiveReader(Path archive) {
    this.archive = archive;
  }

  /** Whether the name is an archive's. */
  public static boolean isArchive(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.matches(".*\\.(tar|tar\\.xz|tar\\.gz|tgz|txz)");
  }

  /** Paths below the one top folder, in their order; folders are left out. */
  public List<String> paths() throws IOException {
    List<String> paths = new ArrayList<>();
    try (TarArchiveInputStream tar = tar(wholeText())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.isDirectory()) {
          paths.add(belowTop(entry.getName()));
        }
      }
    }
    return paths;
  }

  /** One file; a link inside the archive is followed once. */
  public Optional<byte[]> file(String path) throws IOException {
    Optional<Found> found = find(path);
    if (found.isPresent() && found.get().link() != null) {
      found = find(Path.of(path).resolveSibling(found.get().link()).normalize().toString());
    }
    return found.map(Found::body);
  }

  private record Found(byte[] body, String link) {}

  private Optional<Found> find(String path) throws IOException {
    if (isXz()) {
      try (SeekableXZInputStream xz = seekable()) {
        OptionalInt block = block(xz, path);
        if (block.isPresent()) {
          xz.seekToBlock(block.getAsInt());
          return find(xz, path);
        }
      }
    }
    try (InputStream text = wholeText()) {
      return find(text, path);
    }
  }

  /** Which block the manifest names for this file; empty when the archive is not our own. */
  private static OptionalInt block(SeekableXZInputStream xz, String path) throws IOException {
    if (xz.getBlockCount() < 2) {
      return OptionalInt.empty();
    }
    int last = xz.getBlockCount() - 1;
    xz.seekToBlock(last);
    Optional<Found> manifest = find(xz, MANIFEST);
    if (manifest.isEmpty()) {
      return OptionalInt.empty();
    }
    JsonNode files = new ObjectMapper().readTree(manifest.get().body()).path("files");
    for (JsonNode file : files) {
      if (file.path("path").asText().equals(path) && file.has("block")) {
        int block = file.path("block").asInt();
        return block >= 0 && block < last ? OptionalInt.of(block) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private static Optional<Found> find(InputStream text, String path) throws IOException {
    TarArchiveInputStream tar = tar(text);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (!entry.isDirectory() && belowTop(entry.getName()).equals(path)) {
        return Optional.of(
            entry.isSymbolicLink()
                ? new Found(new byte[0], entry.getLinkName())
                : new Found(body(tar, entry), null));
      }
    }
    return Optional.empty();
  }

  private static byte[] body(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    if (entry.getSize() > MAX_FILE_BYTES) {
      throw new IOException(entry.getName() + " claims " + entry.getSize() + " bytes");
    }
    byte[] body = tar.readNBytes((int) entry.getSize());
    if (body.length != entry.getSize()) {
      throw new EOFException("the archive ends inside " + entry.getName());
    }
    return body;
  }

  private static String belowTop(String name) {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    int slash = plain.indexOf('/');
    return slash < 0 ? plain : plain.substring(slash + 1);
  }

  private static TarArchiveInputStream tar(InputStream text) {
    return new TarArchiveInputStream(text, "UTF-8");
  }

  private boolean isXz() {
    return archive.toString().matches(".*\\.t?xz");
  }

  private SeekableXZInputStream seekable() throws IOException {
    SeekableFileInputStream file = new SeekableFileInputStream(archive.toFile());
    try {
      return new SeekableXZInputStream(file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private InputStream wholeText() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
    if (isXz()) {
      return new XZInputStream(in);
    }
    return archive.toString().matches(".*\\.t?gz")
        ? GzipCompressorInputStream.builder()
            .setInputStream(in)
            .setDecompressConcatenated(true)
            .get()
        : in;
  }
}
