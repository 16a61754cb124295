package org.vmcore.debuginfo.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.FileSource;

/**
 * Which vmlinux it is. The build-id says of which build; the fingerprint tells apart what tools
 * have made of it since, {@code strip -g} for one: kind, place and size of all sections.
 *
 * @param buildId in lower-case hex digits
 */
public record ImageIdentity(String buildId, long fingerprint) {
  /**
   * Reads the file's headers alone; empty when it has no build-id.
   *
   * @throws org.vmcore.io.Fault when the file cannot be read or is no ELF file
   */
  public static Optional<ImageIdentity> of(Path vmlinux) {
    try (FileSource source = FileSource.open(vmlinux)) {
      ElfFile file = ElfFile.open(source);
      long fingerprint = fingerprint(file, source.sizeBytes());
      return file.buildId().map(id -> new ImageIdentity(id, fingerprint));
    }
  }

  private static long fingerprint(ElfFile file, long sizeBytes) {
    CRC32 crc = new CRC32();
    ByteBuffer numbers = ByteBuffer.allocate(3 * Long.BYTES);
    for (ElfSection section : file.sections()) {
      crc.update(section.name().getBytes(StandardCharsets.ISO_8859_1));
      numbers.clear();
      numbers.putLong(section.flags() << Integer.SIZE | section.type());
      numbers.putLong(section.fileOffset());
      numbers.putLong(section.sizeBytes());
      crc.update(numbers.array());
    }
    return sizeBytes << Integer.SIZE ^ crc.getValue();
  }
}
