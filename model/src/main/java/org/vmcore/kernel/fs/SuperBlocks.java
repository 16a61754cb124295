package org.vmcore.kernel.fs;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;

/** All file systems in use, mounted where anybody sees them or not: {@code super_blocks}. */
public final class SuperBlocks {
  private static final Set<String> EXT = Set.of("ext2", "ext3", "ext4");

  private SuperBlocks() {}

  /** In the kernel's order, found once. */
  public static List<SuperBlock> all(Program kernel) {
    return kernel.computed(
        SuperBlocks.class,
        k ->
            ListHead.forEachEntry(k.symbol("super_blocks"), "struct super_block", "s_list").stream()
                .map(SuperBlock::new)
                .toList());
  }

  /** Those of the ext4 code by name; it serves ext2 and ext3 too. Not those being given up. */
  public static List<SuperBlock> ext4(Program kernel) {
    return of(kernel, EXT, "ext4_");
  }

  /** Those of xfs by name. */
  public static List<SuperBlock> xfs(Program kernel) {
    return of(kernel, Set.of("xfs"), "xfs_");
  }

  private static List<SuperBlock> of(Program kernel, Set<String> types, String prefix) {
    return all(kernel).stream()
        .filter(superBlock -> types.contains(superBlock.typeName()))
        .filter(superBlock -> !superBlock.value().field("s_fs_info").isNull())
        .filter(superBlock -> superBlock.operation("statfs").startsWith(prefix))
        .sorted(Comparator.comparing(SuperBlock::id))
        .toList();
  }
}
