package org.vmcore.emit.commands.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.block.LoopDevice;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;

/**
 * Disks, their partitions and what is made of them, as {@code lsblk} puts them into a tree: by
 * number, what is made of several below each.
 */
final class BlockTree {
  private static final int RAMDISK_MAJOR = 1; // lsblk leaves them out
  private static final int MAX_DEPTH = 64;

  private final Map<String, BlockDevice> byName = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();

  /**
   * A line of the tree.
   *
   * @param branches the lines drawn before the name
   */
  record Row(BlockDevice device, String branches) {}

  private BlockTree(Program kernel) {
    Disks.of(kernel).parts().forEach(part -> byName.put(part.name(), part));
    List<BlockDevice> roots = new ArrayList<>();
    for (Disk disk : Disks.of(kernel).all()) {
      if (isShown(disk) && disk.slaves().isEmpty()) {
        roots.add(disk.part0());
      }
    }
    roots.sort(BY_NUMBER);
    roots.forEach(root -> add(root, "", "", 0));
  }

  private static final Comparator<BlockDevice> BY_NUMBER =
      Comparator.comparingLong(BlockDevice::number);

  static List<Row> rows(Program kernel) {
    return kernel.computed(BlockTree.class, BlockTree::new).rows;
  }

  /** Hidden disks, RAM disks and loop devices without a file are not. */
  static boolean isShown(Disk disk) {
    if (disk.isHidden() || disk.part0().major() == RAMDISK_MAJOR) {
      return false;
    }
    return disk.part0().nrSectors() != 0 || !isUnusedLoop(disk);
  }

  private static boolean isUnusedLoop(Disk disk) {
    try {
      return LoopDevice.of(disk).filter(loop -> loop.backingFile().isEmpty()).isPresent();
    } catch (NoSuchType unknown) {
      return true; // without a size it most likely has no file
    }
  }

  private void add(BlockDevice device, String before, String beforeChildren, int depth) {
    rows.add(new Row(device, before));
    List<BlockDevice> children = depth < MAX_DEPTH ? children(device) : List.of();
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      add(
          children.get(i),
          beforeChildren + (last ? "└─" : "├─"),
          beforeChildren + (last ? "  " : "│ "),
          depth + 1);
    }
  }

  private List<BlockDevice> children(BlockDevice device) {
    List<BlockDevice> children = new ArrayList<>();
    if (!device.isPartition()) {
      children.addAll(device.disk().partitions());
    }
    Set<String> seen = new HashSet<>();
    for (String holder : device.holders()) {
      Optional.ofNullable(byName.get(holder))
          .filter(h -> seen.add(holder))
          .ifPresent(children::add);
    }
    children.sort(BY_NUMBER);
    return children;
  }
}
