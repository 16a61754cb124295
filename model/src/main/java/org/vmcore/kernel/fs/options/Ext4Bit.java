package org.vmcore.kernel.fs.options;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Value;

/**
 * An entry of {@code ext4_mount_opts[]}, {@code fs/ext4/super.c}, in its order there.
 *
 * @param mask bits of {@code s_mount_opt}
 * @param whenSet whether the name stands for the bits being set, or clear
 * @param second the bits are those of {@code s_mount_opt2}
 */
record Ext4Bit(String name, int mask, boolean whenSet, boolean second) {
  static final int PREFETCH_BLOCK_BITMAPS = 0x4000000;
  private static final int INIT_INODE_TABLE = 0x80000000;

  private static final List<Ext4Bit> FIRST =
      List.of(
          set("minixdf", 0x80),
          clear("bsddf", 0x80),
          set("grpid", 4),
          clear("nogrpid", 4),
          set("block_validity", 0x20000000),
          clear("noblock_validity", 0x20000000),
          set("dioread_nolock", 0x400000),
          clear("nodioread_nolock", 0x400000),
          set("discard", 0x40000000),
          clear("nodiscard", 0x40000000),
          set("delalloc", 0x8000000),
          clear("nodelalloc", 0x8000000),
          set("warn_on_error", 0x2000000),
          clear("nowarn_on_error", 0x2000000),
          clear("nojournal_checksum", 0x800000),
          set("journal_checksum", 0x800000),
          set("journal_async_commit", 0x1800000),
          set("norecovery", 0x100),
          set("barrier", 0x20000),
          clear("nobarrier", 0x20000),
          set("noauto_da_alloc", 0x10000),
          clear("auto_da_alloc", 0x10000),
          clear("noinit_itable", INIT_INODE_TABLE),
          set("user_xattr", 0x4000),
          clear("nouser_xattr", 0x4000),
          set("acl", 0x8000),
          clear("noacl", 0x8000),
          set("nouid32", 0x2000),
          set("debug", 8),
          set("quota", 0xc0000),
          set("usrquota", 0xc0000),
          set("grpquota", 0x140000),
          set("prjquota", 0x240000),
          clear("noquota", 0x3c0000),
          set("nombcache", 1));

  private static Ext4Bit set(String name, int mask) {
    return new Ext4Bit(name, mask, true, false);
  }

  private static Ext4Bit clear(String name, int mask) {
    return new Ext4Bit(name, mask, false, false);
  }

  /**
   * The entries of this kernel.
   *
   * @param info a {@code struct ext4_sb_info}
   */
  static List<Ext4Bit> of(Value info) {
    List<Ext4Bit> bits = new ArrayList<>(FIRST);
    if (info.program().hasType("struct ext4_fs_context")) { // 5.17 took these two away
      bits.removeIf(bit -> bit.name.equals("nouser_xattr") || bit.name.equals("noacl"));
    }
    // What was to be asked for became usual in the release that brought the other member.
    boolean usual = info.has("s_mb_max_linear_groups");
    bits.add(set((usual ? "no_" : "") + "prefetch_block_bitmaps", PREFETCH_BLOCK_BITMAPS));
    if (info.has("s_def_mount_opt2")) {
      bits.add(new Ext4Bit("abort", 0x100, true, true));
    }
    return bits;
  }

  /** Whether the name describes these bits. */
  boolean fits(int bits) {
    return whenSet ? (bits & mask) == mask : (bits & mask) == 0;
  }
}
