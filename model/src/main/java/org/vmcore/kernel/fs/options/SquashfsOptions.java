package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code squashfs_show_options()}, {@code fs/squashfs/super.c}. */
final class SquashfsOptions {
  private SquashfsOptions() {}

  static void show(SuperBlock superBlock, OptionText out) {
    Program kernel = superBlock.kernel();
    Value info = superBlock.fsInfo("struct squashfs_sb_info");
    out.put("errors", info.field("panic_on_errors").asBoolean() ? "panic" : "continue");
    if (!info.has("thread_ops")) {
      return;
    }
    // Which decompressors there are tells how much of the choice was built in.
    boolean choice =
        kernel.findAddress("squashfs_decompressor_single").isPresent()
            && kernel.findAddress("squashfs_decompressor_percpu").isPresent()
            && kernel.findAddress("squashfs_decompressor_multi").isPresent();
    long operations = info.field("thread_ops").asLong();
    if (choice && operations == kernel.address("squashfs_decompressor_single")) {
      out.put("threads", "single");
    } else if (choice && operations == kernel.address("squashfs_decompressor_percpu")) {
      out.put("threads", "percpu");
    } else if (choice) {
      out.put("threads", info.field("max_thread_num").asLong());
    }
  }
}
