package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code autofs_show_options()}, {@code fs/autofs/inode.c}. */
final class AutofsOptions {
  private static final int AUTOFS_TYPE_DIRECT = 2; // include/uapi/linux/auto_fs.h
  private static final int AUTOFS_TYPE_OFFSET = 4;
  private static final int AUTOFS_SBI_STRICTEXPIRE = 2; // fs/autofs/autofs_i.h
  private static final int AUTOFS_SBI_IGNORE = 4;

  private AutofsOptions() {}

  static void show(SuperBlock superBlock, OptionText out) {
    if (superBlock.value().field("s_fs_info").isNull()) {
      return;
    }
    Value info = superBlock.fsInfo("struct autofs_sb_info");
    Value rootInode = superBlock.value().field("s_root").field("d_inode").deref();
    out.put("fd", info.field("pipefd").asLong());
    out.owner(rootInode.field("i_uid"), rootInode.field("i_gid"));
    Value group = info.field("oz_pgrp");
    out.put("pgrp", group.isNull() ? 0 : group.field("numbers").index(0).field("nr").asLong());
    out.putUnsigned(
        "timeout",
        Long.divideUnsigned(info.field("exp_timeout").asLong(), Hz.of(superBlock.kernel())));
    out.put("minproto", info.field("min_proto").asLong());
    out.put("maxproto", info.field("max_proto").asLong());
    switch (info.field("type").asInt()) {
      case AUTOFS_TYPE_OFFSET -> out.flag("offset");
      case AUTOFS_TYPE_DIRECT -> out.flag("direct");
      default -> out.flag("indirect");
    }
    int flags = info.has("flags") ? info.field("flags").asInt() : 0;
    out.flagIf((flags & AUTOFS_SBI_STRICTEXPIRE) != 0, "strictexpire");
    out.flagIf((flags & AUTOFS_SBI_IGNORE) != 0, "ignore");
    if (hasCheckpointRestore(superBlock.kernel())) {
      Value pipe = info.field("pipe");
      out.put("pipe_ino", pipe.isNull() ? -1 : pipe.field("f_inode").field("i_ino").asLong());
    }
  }

  /** {@code CONFIG_CHECKPOINT_RESTORE}, told by functions that depend on it. */
  private static boolean hasCheckpointRestore(Program kernel) {
    return kernel.findAddress("pid_ns_ctl_handler").isPresent()
        || kernel.findAddress("proc_timers_operations").isPresent();
  }
}
