package org.vmcore.pipeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.vmcore.archive.Block;
import org.vmcore.archive.FileRow;

/**
 * A block and the rows of its files, on disk. Attempts at the same shard write files of their own;
 * the one that the {@link BlockRef} names counts.
 */
record Spool(Block block, List<FileRow> rows) {
  private static final int MAX_BLOCK_BYTES = 1 << 30;

  /** Writes it into the folder of its dump and returns its path; nothing stays when that fails. */
  Path write(Path folder, Shard shard) throws IOException {
    Path dump = Files.createDirectories(folder.resolve(shard.request().id()));
    Path file = dump.resolve(shard.number() + "-" + UUID.randomUUID() + ".blk");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.TRUNCATE_EXISTING)))) {
      out.writeLong(block.unpaddedBytes());
      out.writeLong(block.uncompressedBytes());
      out.writeInt(block.bytes().length);
      out.write(block.bytes());
      out.writeInt(rows.size());
      for (FileRow row : rows) {
        row.write(out);
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return file;
  }

  static Spool read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      long unpadded = in.readLong();
      long uncompressed = in.readLong();
      int length = in.readInt();
      if (length < 0 || length > MAX_BLOCK_BYTES) {
        throw new IOException(file + " claims a block of " + length + " bytes");
      }
      Block block = new Block(in.readNBytes(length), unpadded, uncompressed);
      List<FileRow> rows = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        rows.add(FileRow.read(in));
      }
      return new Spool(block, rows);
    }
  }
}
