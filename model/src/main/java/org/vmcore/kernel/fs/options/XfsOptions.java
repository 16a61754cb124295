package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Value;

/** {@code xfs_fs_show_options()}, {@code fs/xfs/xfs_super.c}. */
final class XfsOptions {
  private static final int BBSHIFT = 9; // fs/xfs/libxfs/xfs_fs.h: basic blocks of 512 bytes
  private static final int UQUOTA_ACCT = 0x1; // fs/xfs/libxfs/xfs_log_format.h
  private static final int UQUOTA_ENFD = 0x2;
  private static final int PQUOTA_ACCT = 0x8;
  private static final int GQUOTA_ACCT = 0x40;
  private static final int GQUOTA_ENFD = 0x80;
  private static final int PQUOTA_ENFD = 0x200;

  /** Where a kernel keeps an option's bit: {@code m_features} since 5.15, else {@code m_flags}. */
  private record Bit(String name, int feature, int flag) {}

  private static final Bit[] BITS = { // XFS_FEAT_* and XFS_MOUNT_*, fs/xfs/xfs_mount.h
    new Bit("ikeep", 57, 18),
    new Bit("wsync", 52, 0),
    new Bit("noalign", 49, 7),
    new Bit("swalloc", 58, 19),
    new Bit("nouuid", 63, 16),
    new Bit("norecovery", 62, 10),
    new Bit("attr2", 10, 8),
    new Bit("filestreams", 59, 24),
    new Bit("grpid", 55, 9),
    new Bit("discard", 54, 5),
    new Bit("largeio", 51, 22),
    new Bit("dax=always", 60, 26),
    new Bit("dax=never", 61, 27)
  };
  private static final Bit ALLOCSIZE = new Bit("allocsize", 50, 12);
  private static final Bit SMALL_INUMS = new Bit("inode32", 56, 14);
  private static final int NOLIFETIME = 47;

  private XfsOptions() {}

  static void show(SuperBlock superBlock, OptionText out) {
    Value mount = superBlock.fsInfo("struct xfs_mount");
    boolean zoned = mount.has("m_max_open_zones"); // 6.15 took ikeep, 6.18 attr2
    for (Bit bit : BITS) {
      boolean gone = zoned && (bit.name.equals("ikeep") || bit.name.equals("attr2"));
      out.flagIf(!gone && isSet(mount, bit), bit.name);
    }
    out.flagIf(
        mount.has("m_features") && (mount.field("m_features").asLong() >> NOLIFETIME & 1) != 0,
        "nolifetime");
    out.flag(isSet(mount, SMALL_INUMS) ? "inode32" : "inode64");
    sizes(mount, out);
    quota(mount.field("m_qflags").asInt(), out);
    if (mount.has("m_max_open_zones")) {
      out.putUnlessZero("max_open_zones", mount.field("m_max_open_zones").asLong());
    }
    if (mount.has("m_awu_max_bytes") && mount.field("m_awu_max_bytes").asLong() != 0) {
      out.put("max_atomic_write", (mount.field("m_awu_max_bytes").asLong() >>> 10) + "k");
    }
  }

  private static boolean isSet(Value mount, Bit bit) {
    return mount.has("m_features")
        ? (mount.field("m_features").asLong() >> bit.feature & 1) != 0
        : (mount.field("m_flags").asLong() >> bit.flag & 1) != 0;
  }

  private static void sizes(Value mount, OptionText out) {
    if (isSet(mount, ALLOCSIZE)) {
      out.put("allocsize", (1 << mount.field("m_allocsize_log").asInt() >> 10) + "k");
    }
    long buffers = mount.field("m_logbufs").asLong();
    if (buffers > 0) {
      out.put("logbufs", buffers);
    }
    long bufferSize = mount.field("m_logbsize").asLong();
    if (bufferSize > 0) {
      out.put("logbsize", (bufferSize >> 10) + "k");
    }
    device("logdev", mount.field("m_logname"), out);
    device("rtdev", mount.field("m_rtname"), out);
    int toBasicBlocks = mount.at("m_sb.sb_blocklog").asInt() - BBSHIFT;
    out.putUnlessZero("sunit", mount.field("m_dalign").asLong() << toBasicBlocks);
    out.putUnlessZero("swidth", mount.field("m_swidth").asLong() << toBasicBlocks);
  }

  private static void device(String name, Value path, OptionText out) {
    if (!path.isNull()) {
      out.escaped(name, path.asString());
    }
  }

  private static void quota(int flags, OptionText out) {
    quotaOf(flags, UQUOTA_ACCT, UQUOTA_ENFD, "usrquota", "uqnoenforce", out);
    quotaOf(flags, PQUOTA_ACCT, PQUOTA_ENFD, "prjquota", "pqnoenforce", out);
    quotaOf(flags, GQUOTA_ACCT, GQUOTA_ENFD, "grpquota", "gqnoenforce", out);
    out.flagIf((flags & (UQUOTA_ACCT | PQUOTA_ACCT | GQUOTA_ACCT)) == 0, "noquota");
  }

  private static void quotaOf(
      int flags, int accounted, int enforced, String name, String unenforced, OptionText out) {
    if ((flags & enforced) != 0) {
      out.flag(name);
    } else {
      out.flagIf((flags & accounted) != 0, unenforced);
    }
  }
}
