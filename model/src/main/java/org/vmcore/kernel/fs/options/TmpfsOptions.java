package org.vmcore.kernel.fs.options;

import java.util.Optional;
import org.vmcore.kernel.config.KernelConfig;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** File systems in memory: {@code mm/shmem.c}, {@code fs/ramfs/}, {@code fs/hugetlbfs/}. */
final class TmpfsOptions {
  private static final int STICKY_FOR_ALL = 01777;
  private static final int RAMFS_DEFAULT_MODE = 0755;
  private static final int HUGETLBFS_DEFAULT_MODE = 0755;
  private static final String[] HUGE = {"never", "always", "within_size", "advise"};
  private static final int SHMEM_HUGE_DENY = -1;
  private static final int SHMEM_HUGE_FORCE = -2;
  private static final String[] POLICIES = { // policy_modes[], mm/mempolicy.c
    "default", "prefer", "bind", "interleave", "local", "prefer (many)", "weighted interleave"
  };
  private static final int MPOL_F_STATIC_NODES = 1 << 15; // include/uapi/linux/mempolicy.h
  private static final int MPOL_F_RELATIVE_NODES = 1 << 14;
  private static final int MPOL_F_NUMA_BALANCING = 1 << 13;

  private TmpfsOptions() {}

  static void shmem(SuperBlock superBlock, OptionText out) {
    Program kernel = superBlock.kernel();
    Value info = superBlock.fsInfo("struct shmem_sb_info");
    long defaultNumber = totalRamPages(kernel) / 2; // shmem_default_max_blocks() and _inodes()
    long maxBlocks = info.field("max_blocks").asLong();
    if (maxBlocks != defaultNumber) {
      out.put("size", Long.toUnsignedString(maxBlocks << kernel.pageShift() - 10) + "k");
    }
    long maxInodes = info.field("max_inodes").asLong();
    if (maxInodes != defaultNumber) {
      out.putUnsigned("nr_inodes", maxInodes);
    }
    if (info.field("mode").asLong() != STICKY_FOR_ALL) {
      out.octal("mode", info.field("mode").asLong(), 3);
    }
    out.owner(info.field("uid"), info.field("gid"));
    inodeNumbers(info, out);
    if (info.has("huge") && info.field("huge").asLong() != 0) {
      out.put("huge", huge((byte) info.field("huge").asLong()));
    }
    policy(info, out);
    out.flagIf(info.has("noswap") && info.field("noswap").asBoolean(), "noswap");
    quota(info, out);
  }

  private static long totalRamPages(Program kernel) {
    return kernel
        .findSymbol("_totalram_pages")
        .map(pages -> pages.field("counter"))
        .orElseGet(() -> kernel.symbol("totalram_pages"))
        .asLong();
  }

  /** Where 32 bits are usual ({@code CONFIG_TMPFS_INODE64=n}) they are not worth an option. */
  private static void inodeNumbers(Value info, OptionText out) {
    if (!info.has("full_inums")) {
      return; // before 5.9
    }
    Optional<KernelConfig> config = KernelConfig.of(info.program());
    boolean usual =
        config.map(c -> c.values().containsKey("CONFIG_TMPFS_INODE64")).orElse(Boolean.FALSE);
    if (info.field("full_inums").asBoolean()) {
      out.flag("inode64");
    } else if (usual) {
      out.flag("inode32");
    }
  }

  /** {@code shmem_format_huge()}. */
  private static String huge(int huge) {
    return switch (huge) {
      case SHMEM_HUGE_DENY -> "deny";
      case SHMEM_HUGE_FORCE -> "force";
      default -> huge >= 0 && huge < HUGE.length ? HUGE[huge] : "bad_val";
    };
  }

  /** {@code shmem_show_mpol()} and {@code mpol_to_str()}, {@code mm/mempolicy.c}. */
  private static void policy(Value info, OptionText out) {
    if (!info.has("mpol") || info.field("mpol").isNull() || !info.field("mpol").has("mode")) {
      return;
    }
    Value policy = info.field("mpol").deref();
    int mode = policy.field("mode").asInt();
    if (mode == 0) {
      return; // MPOL_DEFAULT
    }
    int flags = policy.field("flags").asInt();
    StringBuilder text = new StringBuilder(mode < POLICIES.length ? POLICIES[mode] : "unknown");
    if ((flags & (MPOL_F_STATIC_NODES | MPOL_F_RELATIVE_NODES | MPOL_F_NUMA_BALANCING)) != 0) {
      text.append('=');
      text.append((flags & MPOL_F_STATIC_NODES) != 0 ? "static" : "");
      text.append((flags & MPOL_F_RELATIVE_NODES) != 0 ? "relative" : "");
      boolean first = text.charAt(text.length() - 1) == '=';
      text.append((flags & MPOL_F_NUMA_BALANCING) == 0 ? "" : first ? "balancing" : "|balancing");
    }
    var nodes = CpuMask.bits(MemberVariants.first(policy, "nodes", "v.nodes").field("bits"));
    text.append(nodes.isEmpty() ? "" : ":" + Bitmaps.list(nodes));
    out.put("mpol", text.toString());
  }

  /** {@code CONFIG_TMPFS_QUOTA}, 6.6+. */
  private static void quota(Value info, OptionText out) {
    if (!info.has("qlimits")) {
      return;
    }
    String[][] limits = {
      {"usrquota_block_hardlimit", "usrquota_bhardlimit"},
      {"grpquota_block_hardlimit", "grpquota_bhardlimit"},
      {"usrquota_inode_hardlimit", "usrquota_ihardlimit"},
      {"grpquota_inode_hardlimit", "grpquota_ihardlimit"}
    };
    for (String[] limit : limits) {
      out.putUnlessZero(limit[0], info.field("qlimits").field(limit[1]).asLong());
    }
  }

  static void ramfs(SuperBlock superBlock, OptionText out) {
    long mode = superBlock.fsInfo("struct ramfs_fs_info").at("mount_opts.mode").asLong();
    if (mode != RAMFS_DEFAULT_MODE) {
      out.octal("mode", mode, 0);
    }
  }

  static void hugetlbfs(SuperBlock superBlock, OptionText out) {
    Value info = superBlock.fsInfo("struct hugetlbfs_sb_info");
    out.owner(info.field("uid"), info.field("gid"));
    if (info.field("mode").asLong() != HUGETLBFS_DEFAULT_MODE) {
      out.octal("mode", info.field("mode").asLong(), 0);
    }
    if (info.field("max_inodes").asLong() != -1) {
      out.putUnsigned("nr_inodes", info.field("max_inodes").asLong());
    }
    int order = info.field("hstate").field("order").asInt();
    int shift = order + superBlock.kernel().pageShift();
    long sizeKb = 1L << shift - 10;
    out.put("pagesize", sizeKb >= 1024 ? (sizeKb >> 10) + "M" : sizeKb + "K");
    Value pool = info.field("spool");
    if (!pool.isNull()) {
      sizeOfPool("size", pool.field("max_hpages").asLong(), shift, out);
      sizeOfPool("min_size", pool.field("min_hpages").asLong(), shift, out);
    }
  }

  private static void sizeOfPool(String name, long nrHugePages, int shift, OptionText out) {
    if (nrHugePages != -1) {
      out.putUnsigned(name, nrHugePages << shift);
    }
  }
}
