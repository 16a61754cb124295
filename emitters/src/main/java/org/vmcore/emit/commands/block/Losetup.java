package org.vmcore.emit.commands.block;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.LoopDevice;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code losetup -a} of util-linux: the loop devices that have a file. */
final class Losetup {
  private static final int MINOR_BITS = 20; // include/linux/kdev_t.h

  @Emits("sos_commands/block/losetup_-a")
  void losetup(Program kernel, Text out) {
    for (LoopDevice loop : LoopDevice.inUse(kernel)) {
      Value file = loop.backingFile().orElseThrow();
      Value inode = file.field("f_inode").deref();
      long device = inode.at("i_sb->s_dev").asLong();
      out.print(
          "/dev/loop%d: [%04u]:%lu (%s)",
          loop.number(),
          userDev(device),
          inode.field("i_ino").asLong(),
          DPath.of(kernel).ofFile(file));
      if (loop.offset() != 0) {
        out.print(", offset %lu", loop.offset());
      }
      if (loop.sizeLimit() != 0) {
        out.print(", sizelimit %lu", loop.sizeLimit());
      }
      out.append('\n');
    }
  }

  /** {@code huge_encode_dev()}, {@code include/linux/kdev_t.h}. */
  private static long userDev(long device) {
    long major = device >>> MINOR_BITS;
    long minor = device & (1 << MINOR_BITS) - 1;
    return minor & 0xff | major << 8 | (minor & ~0xff) << 12;
  }
}
