package org.vmcore.kernel.fs.options;

import static java.util.Map.entry;

import java.util.Map;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.fs.KernfsMount;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchMember;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The options of a file system, by the name of its {@code show_options()}. A module without types
 * leaves its options unknown, and so does a function that nobody here knows.
 */
public final class MountOptions {
  /** Writes what one {@code show_options()} writes. */
  interface Writer {
    /**
     * @param root the {@code struct dentry} at the root of the mount
     */
    void show(SuperBlock superBlock, Value root, OptionText out);
  }

  private static final Map<String, Writer> WRITERS =
      Map.ofEntries(
          entry("shmem_show_options", (sb, root, out) -> TmpfsOptions.shmem(sb, out)),
          entry("ramfs_show_options", (sb, root, out) -> TmpfsOptions.ramfs(sb, out)),
          entry("hugetlbfs_show_options", (sb, root, out) -> TmpfsOptions.hugetlbfs(sb, out)),
          entry("proc_show_options", (sb, root, out) -> PseudoOptions.proc(sb, out)),
          entry("devpts_show_options", (sb, root, out) -> PseudoOptions.devpts(sb, out)),
          entry("debugfs_show_options", (sb, root, out) -> PseudoOptions.debugfs(sb, out)),
          entry("tracefs_show_options", (sb, root, out) -> PseudoOptions.tracefs(sb, out)),
          entry("pstore_show_options", (sb, root, out) -> PseudoOptions.pstore(sb, out)),
          entry("bpf_show_options", PseudoOptions::bpf),
          entry("autofs_show_options", (sb, root, out) -> AutofsOptions.show(sb, out)),
          entry("kernfs_sop_show_options", (sb, root, out) -> kernfs(sb, out)),
          entry("ext4_show_options", (sb, root, out) -> Ext4Options.show(sb, out)),
          entry("xfs_fs_show_options", (sb, root, out) -> XfsOptions.show(sb, out)),
          entry("btrfs_show_options", BtrfsOptions::show),
          entry("ovl_show_options", (sb, root, out) -> OverlayOptions.show(sb, out)),
          entry("squashfs_show_options", (sb, root, out) -> SquashfsOptions.show(sb, out)),
          entry("isofs_show_options", (sb, root, out) -> IsofsOptions.show(sb, out)),
          entry("fat_show_options", (sb, root, out) -> FatOptions.show(sb, out)),
          entry("fuse_show_options", (sb, root, out) -> FuseOptions.show(sb, out)),
          entry("nfs_show_options", (sb, root, out) -> NfsOptions.show(sb, out)));

  private MountOptions() {}

  private record Shown(long superBlock, long root) {}

  /**
   * The file system's own options.
   *
   * @param root the {@code struct dentry} at the root of the mount
   */
  public static OptionText of(SuperBlock superBlock, Value root) {
    return superBlock
        .kernel()
        .computed(
            new Shown(superBlock.value().address(), root.address()),
            kernel -> show(superBlock, root));
  }

  private static OptionText show(SuperBlock superBlock, Value root) {
    OptionText out = new OptionText();
    String function = superBlock.operation("show_options");
    if (function.isEmpty()) {
      return out;
    }
    Writer writer = WRITERS.get(function);
    if (writer == null) {
      out.missing("the options of " + superBlock.typeName());
      return out;
    }
    try {
      writer.show(superBlock, root, out);
    } catch (NoSuchType | NoSuchMember | NoSuchSymbol | MemoryFault | Malformed fault) {
      out.missing("options of " + superBlock.typeName() + ": " + fault.getMessage());
    }
    return out;
  }

  private static void kernfs(SuperBlock superBlock, OptionText out) {
    KernfsMount mount = KernfsMount.of(superBlock);
    switch (mount.operation("show_options")) {
      case "" -> {} // sysfs has none
      case "cgroup_show_options" -> CgroupOptions.unified(superBlock.kernel(), out);
      case "cgroup1_show_options" -> CgroupOptions.version1(mount.root(), out);
      case "rdtgroup_show_options" -> out.missing("the options of resctrl");
      default -> out.missing("the options of " + superBlock.typeName());
    }
  }

  /** {@code security_sb_show_options()}. */
  public static OptionText ofSecurityModule(SuperBlock superBlock) {
    OptionText out = new OptionText();
    try {
      SelinuxOptions.show(superBlock, out);
    } catch (NoSuchType | NoSuchMember | NoSuchSymbol | MemoryFault | Malformed fault) {
      out.missing("the security module's options: " + fault.getMessage());
    }
    return out;
  }

  /** Whether a module parameter or variable of the file system's code is on. */
  static boolean isOn(Program kernel, String symbol) {
    return kernel.memory().u8(kernel.address(symbol)) != 0;
  }
}
