package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Value;

/** {@code isofs_show_options()}, {@code fs/isofs/inode.c}. */
final class IsofsOptions {
  private static final long ISOFS_INVALID_MODE = 0xffff; // fs/isofs/isofs.h: (umode_t) -1
  private static final int NO_SESSION = 255;
  private static final int USUAL_BLOCK_BYTES = 1024;

  private IsofsOptions() {}

  static void show(SuperBlock superBlock, OptionText out) {
    Value info = superBlock.fsInfo("struct isofs_sb_info");
    if (!isSet(info, "s_rock")) {
      out.flag("norock");
    } else {
      out.flagIf(info.field("s_joliet_level").asLong() == 0, "nojoliet");
    }
    out.flagIf(isSet(info, "s_cruft"), "cruft");
    out.flagIf(isSet(info, "s_hide"), "hide");
    out.flagIf(isSet(info, "s_nocompress"), "nocompress");
    out.flagIf(isSet(info, "s_overriderockperm"), "overriderockperm");
    out.flagIf(isSet(info, "s_showassoc"), "showassoc");
    letter("check", info.field("s_check"), out);
    letter("map", info.field("s_mapping"), out);
    if (info.field("s_session").asLong() != NO_SESSION) {
      out.put("session", info.field("s_session").asLong() - 1);
    }
    if (info.field("s_sbsector").asInt() != -1) {
      out.put("sbsector", info.field("s_sbsector").asLong());
    }
    long blockBytes = superBlock.value().field("s_blocksize").asLong();
    if (blockBytes != USUAL_BLOCK_BYTES) {
      out.put("blocksize", blockBytes);
    }
    if (isSet(info, "s_uid_set")) {
      out.put("uid", info.field("s_uid").field("val").asLong());
    }
    if (isSet(info, "s_gid_set")) {
      out.put("gid", info.field("s_gid").field("val").asLong());
    }
    mode("dmode", info.field("s_dmode").asLong(), out);
    mode("fmode", info.field("s_fmode").asLong(), out);
    if (info.has("s_nls_iocharset")) {
      Value table = info.field("s_nls_iocharset");
      out.put("iocharset", table.isNull() ? "utf8" : table.field("charset").asString());
    }
  }

  private static boolean isSet(Value info, String member) {
    return info.field(member).asLong() != 0;
  }

  private static void letter(String name, Value letter, OptionText out) {
    if (letter.asLong() != 0) {
      out.put(name, Character.toString((char) (letter.asLong() & 0xff)));
    }
  }

  private static void mode(String name, long mode, OptionText out) {
    if (mode != ISOFS_INVALID_MODE) {
      out.octal(name, mode, 0);
    }
  }
}
