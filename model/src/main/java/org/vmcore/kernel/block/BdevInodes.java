package org.vmcore.kernel.block;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The inodes of block devices, {@code struct bdev_inode}, {@code block/bdev.c}, of devices that
 * somebody holds open.
 */
final class BdevInodes {
  private final Map<Long, Value> byNumber = new HashMap<>();

  /** Before 5.11 only the number of an inode tells what part of a disk it is of. */
  private BdevInodes(Program kernel) {
    Value superBlock = kernel.symbol("blockdev_superblock");
    for (Value inode :
        ListHead.forEachEntry(superBlock.field("s_inodes"), "struct inode", "i_sb_list")) {
      Value bdev = inode.containerOf("struct bdev_inode", "vfs_inode").field("bdev");
      if (isOpen(bdev)) {
        byNumber.put(inode.field("i_rdev").asLong(), inode);
      }
    }
  }

  /** The {@code struct inode}; empty for a device that is not open. */
  static Optional<Value> of(BlockDevice device) {
    Program kernel = device.value().program();
    if (!device.value().has("bd_dev")) {
      BdevInodes all = kernel.computed(BdevInodes.class, BdevInodes::new);
      return Optional.ofNullable(all.byNumber.get(device.number()));
    }
    return isOpen(device.value())
        ? Optional.of(device.value().containerOf("struct bdev_inode", "bdev").field("vfs_inode"))
        : Optional.empty();
  }

  private static boolean isOpen(Value bdev) {
    return MemberVariants.first(bdev, "bd_openers.counter", "bd_openers").asLong() != 0;
  }
}
