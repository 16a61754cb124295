package org.vmcore.kernel.fs.options;

import java.util.OptionalLong;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Value;

/**
 * {@code _ext4_show_options()}, {@code fs/ext4/super.c}: what differs from the defaults, or all.
 * Bits are from {@code fs/ext4/ext4.h}.
 */
public final class Ext4Options {
  private static final int ERRORS_CONT = 0x10;
  private static final int ERRORS_RO = 0x20;
  private static final int ERRORS_PANIC = 0x40;
  private static final int ERRORS_MASK = 0x70;
  private static final int DAX_ALWAYS = 0x200;
  private static final int DATA_FLAGS = 0xc00;
  private static final String[] DATA = {"", "journal", "ordered", "writeback"};
  private static final int DATA_SHIFT = 10;
  private static final int DATA_ERR_ABORT = 0x10000000;
  private static final int INIT_INODE_TABLE = 0x80000000;
  private static final int MOUNT2_DAX_NEVER = 0x20;
  private static final int MOUNT2_DAX_INODE = 0x40;
  private static final int MOUNT2_MB_OPTIMIZE_SCAN = 0x80;
  private static final int MB_DEFAULT_LINEAR_SCAN_THRESHOLD = 16; // fs/ext4/mballoc.h
  private static final int EXT4_DEF_MAX_BATCH_TIME = 15000; // us
  private static final int EXT4_DEF_INODE_READAHEAD_BLKS = 32;
  private static final int EXT4_DEF_LI_WAIT_MULT = 10;
  private static final int JBD2_DEFAULT_MAX_COMMIT_AGE = 5; // s, include/linux/jbd2.h
  private static final long SB_INLINECRYPT = 1 << 17; // include/linux/fs.h
  private static final long SB_I_VERSION = 1 << 23;
  private static final String[] QUOTA_FORMATS = {"", "vfsold", "vfsv0", "", "vfsv1"};

  private final SuperBlock superBlock;
  private final Value info;
  private final boolean all;
  private final OptionText out;
  private final int options;
  private final int defaults;

  private Ext4Options(SuperBlock superBlock, boolean all, OptionText out) {
    this.superBlock = superBlock;
    this.info = superBlock.fsInfo("struct ext4_sb_info");
    this.all = all;
    this.out = out;
    this.options = info.field("s_mount_opt").asInt();
    this.defaults = info.field("s_def_mount_opt").asInt();
  }

  static void show(SuperBlock superBlock, OptionText out) {
    new Ext4Options(superBlock, false, out).show();
  }

  /** {@code /proc/fs/ext4/DEV/options}, one on a line, with all that is as usual. */
  public static OptionText all(SuperBlock superBlock) {
    OptionText out = new OptionText('\n');
    new Ext4Options(superBlock, true, out).show();
    return out;
  }

  private void show() {
    long sbBlock = info.field("s_sb_block").asLong();
    if (sbBlock != 1) {
      out.putUnsigned("sb", sbBlock);
    }
    for (Ext4Bit bit : Ext4Bit.of(info)) {
      showBit(bit);
    }
    reserved("resuid", "s_resuid");
    reserved("resgid", "s_resgid");
    errors();
    numbers();
    data();
    lazyInit();
    out.flagIf(isSet(DATA_ERR_ABORT), "data_err=abort");
    out.flagIf((superBlock.flags() & SB_INLINECRYPT) != 0, "inlinecrypt");
    dax();
    optimizeScan();
    state();
    quotaFiles();
  }

  private boolean isSet(int bit) {
    return (options & bit) != 0;
  }

  private void showBit(Ext4Bit bit) {
    int now = bit.second() ? info.field("s_mount_opt2").asInt() : options;
    int usual = bit.second() ? info.field("s_def_mount_opt2").asInt() : defaults;
    boolean differs = (bit.mask() & (now ^ usual)) != 0;
    out.flagIf((all || differs) && bit.fits(now), bit.name());
  }

  /** The owners of the reserve; those on disk, if they cannot be read, are taken to be root. */
  private void reserved(String name, String member) {
    long id = info.field(member).field("val").asLong();
    if (all || id != 0 || onDisk(name.equals("resuid") ? "s_def_resuid" : "s_def_resgid", 0) != 0) {
      out.put(name, id);
    }
  }

  private long onDisk(String member, long otherwise) {
    try {
      return info.field("s_es").field(member).asLong();
    } catch (MemoryFault cached) {
      return otherwise; // the superblock itself lies in the page cache
    }
  }

  private void errors() {
    int usual = all ? 0 : (int) onDisk("s_errors", fromDefaults());
    out.flagIf(isSet(ERRORS_RO) && usual != 2, "errors=remount-ro");
    out.flagIf(isSet(ERRORS_CONT) && usual != 1, "errors=continue");
    out.flagIf(isSet(ERRORS_PANIC) && usual != 3, "errors=panic");
  }

  /** What the superblock said when it was mounted. */
  private int fromDefaults() {
    return switch (defaults & ERRORS_MASK) {
      case ERRORS_CONT -> 1;
      case ERRORS_RO -> 2;
      case ERRORS_PANIC -> 3;
      default -> 0;
    };
  }

  private void numbers() {
    long interval = info.field("s_commit_interval").asLong();
    long hz = Hz.of(superBlock.kernel());
    if (all || interval != JBD2_DEFAULT_MAX_COMMIT_AGE * hz) {
      out.put("commit", interval / hz);
    }
    number("min_batch_time", "s_min_batch_time", 0);
    number("max_batch_time", "s_max_batch_time", EXT4_DEF_MAX_BATCH_TIME);
    // Among the options until 6.0, and again in the list of all where the state is shown.
    boolean shown = all ? emergencyBit().isPresent() : !info.has("s_def_mount_opt2");
    out.flagIf(shown && (superBlock.flags() & SB_I_VERSION) != 0, "i_version");
    number("stripe", "s_stripe", 0);
  }

  private void number(String name, String member, long usual) {
    long value = info.field(member).asLong();
    if (all || value != usual) {
      out.putUnsigned(name, value);
    }
  }

  private void data() {
    int mode = (options & DATA_FLAGS) >> DATA_SHIFT;
    if (mode != 0 && (all || (DATA_FLAGS & (options ^ defaults)) != 0)) {
      out.put("data", DATA[mode]);
    }
  }

  private void lazyInit() {
    number("inode_readahead_blks", "s_inode_readahead_blks", EXT4_DEF_INODE_READAHEAD_BLKS);
    if (isSet(INIT_INODE_TABLE)) {
      number("init_itable", "s_li_wait_mult", EXT4_DEF_LI_WAIT_MULT);
    }
    number("max_dir_size_kb", "s_max_dir_size_kb", 0);
  }

  private void dax() {
    int second = info.field("s_mount_opt2").asInt();
    if (isSet(DAX_ALWAYS)) {
      out.flag(superBlock.typeName().equals("ext2") ? "dax" : "dax=always");
    } else if ((second & MOUNT2_DAX_NEVER) != 0) {
      out.put("dax", "never");
    } else if ((second & MOUNT2_DAX_INODE) != 0) {
      out.put("dax", "inode");
    }
  }

  /** 6.1+. */
  private void optimizeScan() {
    if (!info.has("s_def_mount_opt2")) {
      return;
    }
    boolean large = info.field("s_groups_count").asLong() >= MB_DEFAULT_LINEAR_SCAN_THRESHOLD;
    boolean on = (info.field("s_mount_opt2").asInt() & MOUNT2_MB_OPTIMIZE_SCAN) != 0;
    if (large != on) {
      out.put("mb_optimize_scan", on ? 1 : 0);
    }
  }

  private OptionalLong emergencyBit() {
    return superBlock.kernel().findEnumerator("EXT4_FLAGS_EMERGENCY_RO");
  }

  /** Since that bit is among {@code s_ext4_flags}, the options tell it (6.15). */
  private void state() {
    OptionalLong emergency = emergencyBit();
    if (emergency.isEmpty()) {
      return;
    }
    out.flagIf(all && !isSet(Ext4Bit.PREFETCH_BLOCK_BITMAPS), "prefetch_block_bitmaps");
    long flags = info.field("s_ext4_flags").asLong();
    long shutdown = superBlock.kernel().enumerator("EXT4_FLAGS_SHUTDOWN");
    out.flagIf((flags >> emergency.getAsLong() & 1) != 0, "emergency_ro");
    out.flagIf((flags >> shutdown & 1) != 0, "shutdown");
  }

  /** {@code ext4_show_quota_options()}. */
  private void quotaFiles() {
    if (!info.has("s_jquota_fmt")) {
      return;
    }
    int format = info.field("s_jquota_fmt").asInt();
    if (format > 0 && format < QUOTA_FORMATS.length) {
      out.put("jqfmt", QUOTA_FORMATS[format]);
    }
    String[] names = {"usrjquota", "grpjquota"};
    for (int kind = 0; kind < names.length; kind++) {
      Value name = info.field("s_qf_names").index(kind);
      if (!name.isNull()) {
        out.escaped(names[kind], name.asString());
      }
    }
  }
}
