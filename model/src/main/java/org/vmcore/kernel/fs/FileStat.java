package org.vmcore.kernel.fs;

import org.vmcore.model.Value;

/**
 * What {@code stat()} tells of a file.
 *
 * @param mode {@code S_IF*} and permissions
 * @param device of the file system
 * @param special the device that a device file stands for
 */
public record FileStat(
    int mode, DeviceNumber device, DeviceNumber special, long inode, long sizeBytes) {
  // include/uapi/linux/stat.h
  private static final int S_IFMT = 0170000;
  public static final int S_IFSOCK = 0140000;
  public static final int S_IFLNK = 0120000;
  public static final int S_IFREG = 0100000;
  public static final int S_IFBLK = 0060000;
  public static final int S_IFDIR = 0040000;
  public static final int S_IFCHR = 0020000;
  public static final int S_IFIFO = 0010000;

  /**
   * @param inode a {@code struct inode}
   */
  public static FileStat of(Value inode) {
    return new FileStat(
        inode.field("i_mode").asInt(),
        device(inode),
        DeviceNumber.of(inode.field("i_rdev")),
        inode.field("i_ino").asLong(),
        inode.field("i_size").asLong());
  }

  /** Each subvolume of btrfs says that it is a device of its own. */
  private static DeviceNumber device(Value inode) {
    SuperBlock superBlock = new SuperBlock(inode.field("i_sb"));
    if (superBlock.typeName().equals("btrfs") && inode.program().hasType("struct btrfs_inode")) {
      Value root = inode.containerOf("struct btrfs_inode", "vfs_inode").field("root");
      return DeviceNumber.of(root.field("anon_dev"));
    }
    return superBlock.device();
  }

  /** {@code S_IFREG}, {@code S_IFDIR} and so on. */
  public int type() {
    return mode & S_IFMT;
  }
}
