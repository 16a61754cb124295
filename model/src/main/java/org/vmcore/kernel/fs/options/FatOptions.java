package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Value;

/** {@code fat_show_options()}, {@code fs/fat/inode.c}: of vfat and msdos. */
final class FatOptions {
  // Bits of shortname, include/uapi/linux/msdos_fs.h
  private static final int DISPLAY_LOWER = 0x1;
  private static final int DISPLAY_WIN95 = 0x2;
  private static final int DISPLAY_WINNT = 0x4;
  private static final int CREATE_WIN95 = 0x100;
  private static final int CREATE_WINNT = 0x200;
  private static final int FAT_ERRORS_CONT = 1; // fs/fat/fat.h
  private static final int FAT_ERRORS_PANIC = 2;
  private static final int FAT_NFS_NOSTALE_RO = 2;

  private FatOptions() {}

  static void show(SuperBlock superBlock, OptionText out) {
    Value info = superBlock.fsInfo("struct msdos_sb_info");
    Value options = info.field("options");
    boolean vfat = isSet(options, "isvfat");
    out.owner(options.field("fs_uid"), options.field("fs_gid"));
    out.octal("fmask", options.field("fs_fmask").asLong(), 4);
    out.octal("dmask", options.field("fs_dmask").asLong(), 4);
    if (isSet(options, "allow_utime")) {
      out.octal("allow_utime", options.field("allow_utime").asLong(), 4);
    }
    names(info, options, vfat, out);
    flags(options, out, "usefree", "quiet", "showexec", "sys_immutable");
    if (vfat) {
      out.flagIf(isSet(options, "utf8"), "utf8");
      out.flagIf(isSet(options, "unicode_xlate"), "uni_xlate");
      out.flagIf(!isSet(options, "numtail"), "nonumtail");
      out.flagIf(isSet(options, "rodir"), "rodir");
    } else {
      out.flagIf(isSet(options, "dotsOK"), "dotsOK=yes");
      out.flagIf(isSet(options, "nocase"), "nocase");
    }
    out.flagIf(isSet(options, "flush"), "flush");
    behaviour(options, out);
  }

  private static boolean isSet(Value options, String member) {
    return options.field(member).asLong() != 0;
  }

  private static void flags(Value options, OptionText out, String... members) {
    for (String member : members) {
      out.flagIf(isSet(options, member), member);
    }
  }

  private static void names(Value info, Value options, boolean vfat, OptionText out) {
    Value disk = info.field("nls_disk");
    if (!disk.isNull()) {
      String charset = disk.field("charset").asString();
      out.put("codepage", charset.substring(Math.min(2, charset.length()))); // without "cp"
    }
    if (vfat) {
      Value io = info.field("nls_io");
      if (!io.isNull()) {
        out.put("iocharset", io.field("charset").asString());
      }
      out.put("shortname", shortName(options.field("shortname").asInt()));
    }
    char check = (char) (options.field("name_check").asLong() & 0xff);
    if (check != 'n') {
      out.put("check", Character.toString(check));
    }
  }

  private static String shortName(int bits) {
    return switch (bits) {
      case DISPLAY_WIN95 | CREATE_WIN95 -> "win95";
      case DISPLAY_WINNT | CREATE_WINNT -> "winnt";
      case DISPLAY_WINNT | CREATE_WIN95 -> "mixed";
      case DISPLAY_LOWER | CREATE_WIN95 -> "lower";
      default -> "unknown";
    };
  }

  private static void behaviour(Value options, OptionText out) {
    if (isSet(options, "tz_set")) {
      long offset = options.field("time_offset").asLong();
      out.flag(offset != 0 ? "time_offset=" + offset : "tz=UTC");
    }
    switch (options.field("errors").asInt()) {
      case FAT_ERRORS_CONT -> out.put("errors", "continue");
      case FAT_ERRORS_PANIC -> out.put("errors", "panic");
      default -> out.put("errors", "remount-ro");
    }
    int nfs = options.field("nfs").asInt();
    if (nfs != 0) {
      out.put("nfs", nfs == FAT_NFS_NOSTALE_RO ? "nostale_ro" : "stale_rw");
    }
    out.flagIf(isSet(options, "discard"), "discard");
    out.flagIf(isSet(options, "dos1xfloppy"), "dos1xfloppy");
  }
}
