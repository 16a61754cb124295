package org.vmcore.dump;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.elfcore.ElfCore;
import org.vmcore.dump.flattened.FlattenedFile;
import org.vmcore.dump.kdump.KdumpFile;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Fault;
import org.vmcore.io.FileSource;
import org.vmcore.io.Unsupported;

/** Opens dumps of any known container, told by their content. */
public final class Dumps {
  private static final int MAGIC_BYTES = 32;

  /** What a file that is no dump begins with, what it is, and what to do. */
  private record Stranger(String magic, String what, String remedy) {}

  private static final List<Stranger> STRANGERS =
      List.of(
          new Stranger("\u001f\u008b", "is compressed with gzip", "unpack it with: gunzip"),
          new Stranger("\u00fd7zXZ\0", "is compressed with xz", "unpack it with: xz -d"),
          new Stranger("(\u00b5/\u00fd", "is compressed with zstd", "unpack it with: zstd -d"),
          new Stranger("BZh", "is compressed with bzip2", "unpack it with: bunzip2"),
          new Stranger("\u0004\"M\u0018", "is compressed with lz4", "unpack it with: lz4 -d"),
          new Stranger("\u0089LZO", "is compressed with lzop", "unpack it with: lzop -d"),
          new Stranger("DISKDUMP", "is a diskdump of a 2.6 kernel", "read it with crash"),
          new Stranger("sadu", "is a sadump disk image", "convert it with: makedumpfile"),
          new Stranger(
              "QEVM",
              "is a QEMU migration stream",
              "dump the guest's memory with: virsh dump --memory-only"),
          new Stranger(
              "LibvirtQemud",
              "is a libvirt save image",
              "dump the guest's memory with: virsh dump --memory-only"),
          new Stranger("QFI\u00fb", "is a qcow2 disk image", "give the dump inside it"),
          new Stranger("PAGEDU", "is a Windows crash dump", "only Linux dumps can be read"),
          new Stranger("MDMP", "is a Windows minidump", "only Linux dumps can be read"),
          new Stranger("XENF", "is a Xen save image", "dump the guest with: xl dump-core"),
          new Stranger("LibxenFm", "is a Xen save image", "dump the guest with: xl dump-core"));

  private Dumps() {}

  /**
   * @param files the dump, or all parts of a split dump in any order
   * @throws org.vmcore.io.UnreadableFile when a file cannot be read
   * @throws Unsupported when it is no dump, or of a kind that cannot be read
   */
  public static Dump open(List<Path> files) {
    List<ByteSource> sources = new ArrayList<>();
    try {
      for (Path file : files) {
        sources.add(FileSource.open(file));
      }
      return of(sources);
    } catch (Fault fault) {
      sources.forEach(ByteSource::close);
      throw fault;
    }
  }

  /** As above, from sources that the dump closes with itself. */
  public static Dump of(List<ByteSource> files) {
    List<ByteSource> sources = files.stream().map(Dumps::unflattened).toList();
    ByteSource first = sources.get(0);
    String magic = magic(first);
    if (magic.startsWith(KdumpFile.SIGNATURE)) {
      return KdumpFile.open(sources);
    }
    if (ElfFile.isElf(first)) {
      return ElfCore.open(first);
    }
    for (Stranger stranger : STRANGERS) {
      if (magic.startsWith(stranger.magic())) {
        throw new Unsupported(stranger.what(), first.name(), stranger.remedy());
      }
    }
    throw new Unsupported(
        isText(magic) ? "is a text file, not a kernel dump" : "is not a known kind of kernel dump",
        first.name(),
        "give a vmcore as kdump or makedumpfile writes it");
  }

  private static ByteSource unflattened(ByteSource file) {
    return FlattenedFile.isFlattened(file) ? FlattenedFile.open(file) : file;
  }

  private static String magic(ByteSource source) {
    byte[] bytes = source.read(0, (int) Math.min(MAGIC_BYTES, source.sizeBytes()));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static boolean isText(String start) {
    return start.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r');
  }
}
