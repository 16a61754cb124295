package org.vmcore.kernel.fs.statfs;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchMember;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.NoSuchType;

/**
 * {@code struct kstatfs}, {@code include/linux/statfs.h}, by the name of the file system's {@code
 * statfs()}. Numbers are {@link #UNKNOWN} where memory does not tell them: servers of the network
 * and in user space count their own.
 *
 * @param blockBytes size of a block
 * @param available free blocks for users other than root
 * @param missing what is not known, and why
 */
public record StatFs(
    long blockBytes,
    long blocks,
    long free,
    long available,
    long files,
    long filesFree,
    List<String> missing) {
  /** In place of a number that is not known. */
  public static final long UNKNOWN = -1;

  private static final Map<String, Function<SuperBlock, StatFs>> COUNTERS =
      Map.ofEntries(
          entry("simple_statfs", StatFs::nothing),
          entry("kernfs_statfs", StatFs::nothing),
          entry("shmem_statfs", MemoryStatFs::shmem),
          entry("hugetlbfs_statfs", MemoryStatFs::hugetlbfs),
          entry("ext4_statfs", Ext4StatFs::of),
          entry("xfs_fs_statfs", XfsStatFs::of),
          entry("btrfs_statfs", sb -> new BtrfsStatFs(sb).count()),
          entry("ovl_statfs", OverlayStatFs::of),
          entry("squashfs_statfs", DiskStatFs::squashfs),
          entry("isofs_statfs", DiskStatFs::isofs),
          entry("fat_statfs", DiskStatFs::fat));

  public StatFs {
    missing = List.copyOf(missing);
  }

  StatFs(long blockBytes, long blocks, long free, long available, long files, long filesFree) {
    this(blockBytes, blocks, free, available, files, filesFree, List.of());
  }

  /** Of a file system, found once. */
  public static StatFs of(SuperBlock superBlock) {
    return superBlock
        .kernel()
        .computed(new Counted(superBlock.value().address()), kernel -> count(superBlock));
  }

  private record Counted(long superBlock) {}

  private static StatFs count(SuperBlock superBlock) {
    String function = superBlock.operation("statfs");
    Function<SuperBlock, StatFs> counter = COUNTERS.get(function);
    if (counter == null) {
      return unknown("how full " + superBlock.typeName() + " is");
    }
    try {
      return counter.apply(superBlock);
    } catch (NoSuchType | NoSuchMember | NoSuchSymbol | MemoryFault | Malformed fault) {
      return unknown("how full " + superBlock.typeName() + " is: " + fault.getMessage());
    }
  }

  /** {@code simple_statfs()}: file systems without blocks. */
  private static StatFs nothing(SuperBlock superBlock) {
    return new StatFs(superBlock.kernel().pageSizeBytes(), 0, 0, 0, 0, 0);
  }

  static StatFs unknown(String what) {
    return new StatFs(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, List.of(what));
  }
}
