package org.vmcore.kernel.fs.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code btrfs_show_options()}, {@code fs/btrfs/super.c}. */
final class BtrfsOptions {
  private static final int DEFAULT_MAX_INLINE = 2048; // fs/btrfs/fs.h
  private static final int DEFAULT_COMMIT_INTERVAL = 30; // s
  private static final long FS_TREE_OBJECTID = 5; // include/uapi/linux/btrfs_tree.h
  private static final long COMPAT_RO_FREE_SPACE_TREE = 1; // include/uapi/linux/btrfs.h
  private static final long SB_POSIXACL = 1 << 16; // include/linux/fs.h
  private static final String[] COMPRESSIONS = {"", "zlib", "lzo", "zstd"};
  private static final int LZO = 2;

  private final SuperBlock superBlock;
  private final Program kernel;
  private final Value info;
  private final OptionText out;
  private final long options;

  private BtrfsOptions(SuperBlock superBlock, OptionText out) {
    this.superBlock = superBlock;
    this.kernel = superBlock.kernel();
    this.info = superBlock.fsInfo("struct btrfs_fs_info");
    this.out = out;
    this.options = info.field("mount_opt").asLong();
  }

  static void show(SuperBlock superBlock, Value root, OptionText out) {
    new BtrfsOptions(superBlock, out).show(root);
  }

  private void show(Value root) {
    flags("DEGRADED", "NODATASUM", "NODATACOW", "NOBARRIER");
    if (info.field("max_inline").asLong() != DEFAULT_MAX_INLINE) {
      out.putUnsigned("max_inline", info.field("max_inline").asLong());
    }
    long threads = info.field("thread_pool_size").asLong();
    if (threads != Math.min(CpuMask.online(kernel).cardinality() + 2, 8)) {
      out.put("thread_pool", threads);
    }
    compression();
    out.flagIf(isSet("NOSSD"), "nossd");
    out.flagIf(isSet("SSD_SPREAD"), "ssd_spread");
    out.flagIf(isSet("SSD") && !isSet("SSD_SPREAD"), "ssd");
    flags("NOTREELOG");
    rescue();
    flags("FLUSHONCOMMIT");
    out.flagIf(isSet("DISCARD_SYNC"), "discard");
    out.flagIf(isSet("DISCARD_ASYNC"), "discard=async");
    out.flagIf((superBlock.flags() & SB_POSIXACL) == 0, "noacl");
    spaceCache();
    flags("RESCAN_UUID_TREE", "CLEAR_CACHE", "USER_SUBVOL_RM_ALLOWED", "ENOSPC_DEBUG");
    out.flagIf(isSet("AUTO_DEFRAG"), "autodefrag");
    flags("SKIP_BALANCE");
    if (info.has("metadata_ratio")) {
      out.putUnlessZero("metadata_ratio", info.field("metadata_ratio").asLong());
    }
    out.flagIf(isSet("PANIC_ON_FATAL_ERROR"), "fatal_errors=panic");
    if (info.field("commit_interval").asLong() != DEFAULT_COMMIT_INTERVAL) {
      out.put("commit", info.field("commit_interval").asLong());
    }
    out.flagIf(isSet("FRAGMENT_DATA"), "fragment=data");
    out.flagIf(isSet("FRAGMENT_METADATA"), "fragment=metadata");
    flags("REF_VERIFY", "REF_TRACKER");
    subvolume(root);
  }

  /** {@code btrfs_test_opt()}: enumerators since 5.17, before that macros. */
  private boolean isSet(String option) {
    OptionalLong bit = kernel.findEnumerator("BTRFS_MOUNT_" + option);
    if (bit.isPresent()) {
      return (options & bit.getAsLong()) != 0;
    }
    if (kernel.findEnumerator("BTRFS_MOUNT_COMPRESS").isPresent()) {
      return false; // a kernel without this option
    }
    throw new Malformed("no names for the bits of mount_opt", "struct btrfs_fs_info", 0);
  }

  private void flags(String... names) {
    for (String name : names) {
      out.flagIf(isSet(name), name.toLowerCase(Locale.ROOT));
    }
  }

  private void compression() {
    int type = info.field("compress_type").asInt();
    if (!isSet("COMPRESS") || type < 0 || type >= COMPRESSIONS.length) {
      return;
    }
    long level = info.field("compress_level").asLong();
    boolean shown = level != 0 && !(type == LZO && kernel.hasType("struct btrfs_fs_context"));
    out.put(
        isSet("FORCE_COMPRESS") ? "compress-force" : "compress",
        COMPRESSIONS[type] + (shown ? ":" + level : ""));
  }

  private void rescue() {
    List<String> rescues = new ArrayList<>();
    String[] names = {
      "NOLOGREPLAY",
      "USEBACKUPROOT",
      "IGNOREBADROOTS",
      "IGNOREDATACSUMS",
      "IGNOREMETACSUMS",
      "IGNORESUPERFLAGS"
    };
    for (String name : names) {
      if (isSet(name)) {
        rescues.add(name.toLowerCase(Locale.ROOT));
      }
    }
    if (!rescues.isEmpty()) {
      out.put("rescue", String.join(":", rescues));
    }
  }

  private void spaceCache() {
    Value onDisk = info.field("super_copy");
    if (onDisk.field("cache_generation").asLong() != 0) {
      out.flag("space_cache");
    } else if ((onDisk.field("compat_ro_flags").asLong() & COMPAT_RO_FREE_SPACE_TREE) != 0) {
      out.put("space_cache", "v2");
    } else {
      out.flag("nospace_cache");
    }
  }

  /** Names of other trees stand in the tree of roots, which is not at hand. */
  private void subvolume(Value root) {
    Value tree =
        root.field("d_inode").containerOf("struct btrfs_inode", "vfs_inode").field("root").deref();
    long id = tree.field("root_key").field("objectid").asLong();
    out.putUnsigned("subvolid", id);
    if (id == FS_TREE_OBJECTID) {
      out.escaped("subvol", "/");
    } else {
      out.missing("the names of btrfs's subvolumes");
    }
  }
}
