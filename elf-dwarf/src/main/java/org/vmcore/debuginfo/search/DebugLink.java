package org.vmcore.debuginfo.search;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.Fault;
import org.vmcore.io.FileSource;

/**
 * {@code .gnu_debuglink}: in which file a stripped one has its debug information.
 *
 * @param fileName without folders
 * @param crc32 of that whole file
 */
record DebugLink(String fileName, int crc32) {
  private static final String SECTION = ".gnu_debuglink";
  private static final int MAX_BYTES = 4096;
  private static final int CHUNK_BYTES = 1 << 20;

  static Optional<DebugLink> of(ElfFile file) {
    return file.section(SECTION).flatMap(section -> read(file, section));
  }

  private static Optional<DebugLink> read(ElfFile file, ElfSection section) {
    ByteSource contents = file.contents(section);
    byte[] bytes = contents.read(0, (int) Math.min(contents.sizeBytes(), MAX_BYTES));
    Cursor in = new Cursor(bytes, file.order(), file.name() + ": " + SECTION);
    String name = in.cString();
    in.seek(in.position() + 3 & ~3);
    int crc32 = in.s32();
    boolean plain = name.matches("[!-~&&[^/]]+") && !name.startsWith(".");
    return plain ? Optional.of(new DebugLink(name, crc32)) : Optional.empty();
  }

  /** Where gdb looks: beside the stripped file, in {@code .debug} there, below the roots. */
  Stream<Path> candidates(Path stripped, DebugFolders folders) {
    Path folder = stripped.toAbsolutePath().getParent();
    String below = folder.toString().substring(folder.getRoot().toString().length());
    return Stream.concat(
        DebugFolders.there(
            Stream.of(folder.resolve(fileName), folder.resolve(".debug").resolve(fileName)))
            .stream(),
        folders.below(Path.of(below).resolve(fileName).toString()).stream());
  }

  /** Whether the file has the right check sum. Reads all of it. */
  boolean isSumOf(Path file) {
    try (FileSource source = FileSource.open(file)) {
      CRC32 sum = new CRC32();
      byte[] chunk = new byte[CHUNK_BYTES];
      for (long at = 0; at < source.sizeBytes(); at += CHUNK_BYTES) {
        int length = (int) Math.min(CHUNK_BYTES, source.sizeBytes() - at);
        source.read(at, chunk, 0, length);
        sum.update(chunk, 0, length);
      }
      return (int) sum.getValue() == crc32;
    } catch (Fault fault) {
      return false;
    }
  }
}
