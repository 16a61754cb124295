package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Value;

/** {@code fuse_show_options()}, {@code fs/fuse/inode.c}. */
final class FuseOptions {
  private static final int FUSE_DEFAULT_BLKSIZE = 512; // fs/fuse/inode.c
  private static final String[] DAX = {"", "always", "never", "inode"}; // enum fuse_dax_mode

  private FuseOptions() {}

  static void show(SuperBlock superBlock, OptionText out) {
    Value connection = connection(superBlock);
    if (!connection.has("legacy_opts_show") || connection.field("legacy_opts_show").asBoolean()) {
      out.put("user_id", connection.field("user_id").field("val").asLong());
      out.put("group_id", connection.field("group_id").field("val").asLong());
      out.flagIf(connection.field("default_permissions").asBoolean(), "default_permissions");
      out.flagIf(connection.field("allow_other").asBoolean(), "allow_other");
      long maxRead = connection.field("max_read").asLong() & 0xffffffffL;
      if (maxRead != 0xffffffffL) {
        out.put("max_read", maxRead);
      }
      long blockSize = superBlock.value().field("s_blocksize").asLong();
      if (!superBlock.value().field("s_bdev").isNull() && blockSize != FUSE_DEFAULT_BLKSIZE) {
        out.put("blksize", blockSize);
      }
    }
    dax(connection, out);
  }

  private static Value connection(SuperBlock superBlock) {
    return superBlock.kernel().hasType("struct fuse_mount") // 5.11+
        ? superBlock.fsInfo("struct fuse_mount").field("fc").deref()
        : superBlock.fsInfo("struct fuse_conn");
  }

  private static void dax(Value connection, OptionText out) {
    if (connection.has("dax_mode")) {
      int mode = connection.field("dax_mode").asInt();
      if (mode > 0 && mode < DAX.length) {
        out.put("dax", DAX[mode]);
      }
    } else if (connection.has("dax")) {
      out.flagIf(connection.field("dax").asBoolean(), "dax");
    }
  }
}
