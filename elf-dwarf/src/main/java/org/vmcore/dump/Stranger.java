package org.vmcore.dump;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A kind of file that can be told but not read.
 *
 * @param magic hex digits of the bytes with which it begins
 * @param what follows the file's name in a message
 * @param remedy what to do
 */
record Stranger(String magic, String what, String remedy) {
  private static final String DUMP_GUEST =
      "dump the guest's memory with: virsh dump --memory-only, or QEMU's dump-guest-memory";
  private static final String MAKE_AGAIN = "make the dump again with: makedumpfile";
  private static final String DUMP_DOMAIN = "dump from inside the guest, by kdump";
  private static final String NOT_LINUX = "only dumps of Linux can be read";

  private static final List<Stranger> ALL =
      List.of(
          packed("1f8b", "gzip", "gunzip"),
          packed("fd377a585a00", "xz", "xz -d"),
          packed("28b52ffd", "zstd", "zstd -d"),
          packed("425a68", "bzip2", "bunzip2"),
          packed("04224d18", "lz4", "lz4 -d"),
          packed("894c5a4f", "lzop", "lzop -d"),
          new Stranger(text("DISKDUMP"), "is a diskdump of a 2.6 kernel", "read it with: crash"),
          new Stranger(text("sadump\0\0"), "is a sadump image", MAKE_AGAIN),
          new Stranger("ed238f61730119a8", "is an LKCD dump", MAKE_AGAIN),
          new Stranger("a8190173618f23ed", "is an LKCD dump", MAKE_AGAIN),
          new Stranger("cd238f61730119a8", "is an LKCD dump of a live kernel", MAKE_AGAIN),
          new Stranger("a8190173618f23cd", "is an LKCD dump of a live kernel", MAKE_AGAIN),
          new Stranger(text("QEVM"), "is a QEMU migration stream", DUMP_GUEST),
          new Stranger(text("LibvirtQemud"), "is a libvirt save image", DUMP_GUEST),
          new Stranger("d0bed0be", "is a 32-bit VMware state", "take a new snapshot"),
          new Stranger(
              "14202801", "is a Hyper-V saved state", "convert it with Microsoft's vm2core"),
          new Stranger("edeb0ff0", "is an old Xen domain core", DUMP_DOMAIN),
          new Stranger("eeeb0ff0", "is an old Xen domain core", DUMP_DOMAIN),
          new Stranger("ffffffffffffffff58454e46", "is a Xen save image", DUMP_DOMAIN),
          new Stranger(text("LinuxGuestRecord"), "is a Xen save image", DUMP_DOMAIN),
          new Stranger(text("LibxenFmt"), "is a Xen save image", DUMP_DOMAIN),
          new Stranger(text("QFI\u00fb"), "is a qcow2 disk image", "give the dump inside it"),
          new Stranger(text("PAGEDU"), "is a Windows crash dump", NOT_LINUX),
          new Stranger(text("MDMP"), "is a Windows minidump", NOT_LINUX),
          // Two bytes tell little: last.
          packed("7801", "zlib", "pigz -dz"),
          packed("785e", "zlib", "pigz -dz"),
          packed("789c", "zlib", "pigz -dz"),
          packed("78da", "zlib", "pigz -dz"));

  private static Stranger packed(String magic, String kind, String command) {
    return new Stranger(magic, "is compressed with " + kind, "decompress it first: " + command);
  }

  private static String text(String magic) {
    return HexFormat.of().formatHex(magic.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The kind that begins like this. */
  static Optional<Stranger> of(byte[] start) {
    String hex = HexFormat.of().formatHex(start);
    return ALL.stream().filter(stranger -> hex.startsWith(stranger.magic())).findFirst();
  }
}
