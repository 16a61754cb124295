package org.vmcore.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Writes one archive: opening block, the shards' blocks in their order, closing block. All goes to
 * a file with a temporary name, readable by its owner alone, which gets its own name when it is
 * complete. Closing an archive that is not complete leaves nothing behind.
 */
public final class ArchiveWriter implements Closeable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** A finished archive. */
  public record Finished(Path path, long sizeBytes, String sha256, Map<String, Long> counts) {}

  private final Path folder;
  private final String top;
  private final Compression compression;
  private final Instant time;
  private final String version;
  private final Path temporary;
  private final DigestOutputStream digested;
  private final OutputStream out;
  private final JoinedArchive archive;
  private final Manifest manifest;
  private boolean open = true;

  /**
   * @param folder where the archive goes
   * @param top name of the archive and of the one folder in it
   * @param time of all entries
   * @param version of this tool
   */
  public ArchiveWriter(
      Path folder, String top, Compression compression, Instant time, String version)
      throws IOException {
    this.folder = folder;
    this.top = top;
    this.compression = compression;
    this.time = time;
    this.version = version;
    temporary = folder.resolve("." + top + ".tmp-" + UUID.randomUUID());
    Files.createDirectories(folder);
    temporary.toFile().deleteOnExit(); // for those who interrupt us
    FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    digested = new DigestOutputStream(Channels.newOutputStream(channel), sha256());
    out = new BufferedOutputStream(digested, 1 << 16);
    archive = new JoinedArchive(out, compression);
    manifest = new Manifest();
    try {
      archive.append(
          block().folder(top).file(top + "/version.txt", versionText().getBytes(UTF_8)).finish());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Appends a shard's block with the rows of its files. */
  public void append(Block block, List<FileRow> rows) throws IOException {
    int number = archive.nrBlocks();
    for (FileRow row : rows) {
      manifest.add(row, number);
    }
    archive.append(block);
  }

  /**
   * Writes the closing block and gives the archive its name, its checksum beside it.
   *
   * @param crash as {@link Manifest#json(CrashFacts)} gives it
   */
  public Finished finish(String crash) throws IOException {
    archive.append(closingBlock(crash));
    archive.finish();
    out.close();
    open = false;
    String sha256 = HexFormat.of().formatHex(digested.getMessageDigest().digest());
    Path target = folder.resolve(top + compression.suffix());
    long sizeBytes = Files.size(temporary);
    try {
      writeChecksum(target, sha256);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return new Finished(target, sizeBytes, sha256, manifest.counts());
  }

  /** Before the archive gets its name: whoever sees the archive finds the checksum. */
  private static void writeChecksum(Path target, String sha256) throws IOException {
    Path checksum = target.resolveSibling(target.getFileName() + ".sha256");
    Path unnamed =
        target.resolveSibling("." + checksum.getFileName() + ".tmp-" + UUID.randomUUID());
    try {
      Files.createFile(unnamed, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(unnamed, sha256 + "  " + target.getFileName() + "\n");
      Files.move(unnamed, checksum, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unnamed);
    }
  }

  private Block closingBlock(String crash) throws IOException {
    BlockWriter block = block();
    RootLinks.all()
        .forEach(
            (link, target) -> {
              if (manifest.has(target)) {
                block.link(top + "/" + link, target);
              }
            });
    return block
        .file(top + "/sos_logs/sos.log", manifest.log())
        .file(top + "/" + ArchiveReader.MANIFEST, manifest.json(version, crash))
        .finishLast();
  }

  private BlockWriter block() {
    return new BlockWriter(compression, BlockWriter.DEFAULT_PRESET, time);
  }

  private String versionText() {
    return "vmcore-report: " + version + "\n";
  }

  /** Removes what was written unless it was finished. */
  @Override
  public void close() throws IOException {
    if (!open) {
      return;
    }
    open = false;
    try {
      digested.close();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
