package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** File systems that show the kernel itself: proc, devpts, debugfs, tracefs, pstore, bpf. */
final class PseudoOptions {
  private static final int NR_UNIX98_PTY_MAX = 1 << 20; // MINORMASK + 1
  private static final int DEFAULT_MODE = 0700; // of debugfs and tracefs
  private static final int PSTORE_DEFAULT_KMSG_BYTES = 10240; // fs/pstore/Kconfig
  private static final int S_IALLUGO = 07777;
  private static final int S_ISVTX = 01000;
  private static final int S_IRWXUGO = 0777;
  private static final String[] HIDEPID = {"off", "noaccess", "invisible", "", "ptraceable"};
  private static final String[] DELEGATED = {
    "delegate_cmds", "delegate_maps", "delegate_progs", "delegate_attachs"
  };

  private PseudoOptions() {}

  /** {@code fs/proc/inode.c}; before 5.8 the options were those of the PID namespace. */
  static void proc(SuperBlock superBlock, OptionText out) {
    boolean own = superBlock.kernel().hasType("struct proc_fs_info");
    Value info = superBlock.fsInfo(own ? "struct proc_fs_info" : "struct pid_namespace");
    out.putUnlessZero("gid", info.field("pid_gid").field("val").asLong());
    int hidden = info.field("hide_pid").asInt();
    if (hidden != 0) {
      boolean known = own && hidden > 0 && hidden < HIDEPID.length;
      out.put("hidepid", known ? HIDEPID[hidden] : Integer.toString(hidden));
    }
    out.flagIf(info.has("pidonly") && info.field("pidonly").asBoolean(), "subset=pid");
  }

  /** {@code fs/devpts/inode.c}. */
  static void devpts(SuperBlock superBlock, OptionText out) {
    Value options = superBlock.fsInfo("struct pts_fs_info").field("mount_opts");
    if (options.field("setuid").asBoolean()) {
      out.put("uid", options.field("uid").field("val").asLong());
    }
    if (options.field("setgid").asBoolean()) {
      out.put("gid", options.field("gid").field("val").asLong());
    }
    out.octal("mode", options.field("mode").asLong(), 3);
    out.octal("ptmxmode", options.field("ptmxmode").asLong(), 3);
    if (options.field("max").asLong() < NR_UNIX98_PTY_MAX) {
      out.put("max", options.field("max").asLong());
    }
  }

  /** {@code fs/debugfs/inode.c}. */
  static void debugfs(SuperBlock superBlock, OptionText out) {
    ownerAndMode(superBlock.fsInfo("struct debugfs_fs_info"), out);
  }

  /** {@code fs/tracefs/inode.c}. */
  static void tracefs(SuperBlock superBlock, OptionText out) {
    ownerAndMode(superBlock.fsInfo("struct tracefs_fs_info"), out);
  }

  /** The options had a structure of their own before 6.10. */
  private static void ownerAndMode(Value info, OptionText out) {
    Value options = MemberVariants.find(info, "mount_opts").orElse(info);
    out.owner(options.field("uid"), options.field("gid"));
    if (options.field("mode").asLong() != DEFAULT_MODE) {
      out.octal("mode", options.field("mode").asLong(), 0);
    }
  }

  /** {@code fs/pstore/inode.c}. */
  static void pstore(SuperBlock superBlock, OptionText out) {
    long bytes = superBlock.kernel().symbol("kmsg_bytes").asLong();
    if (bytes != PSTORE_DEFAULT_KMSG_BYTES) {
      out.putUnsigned("kmsg_bytes", bytes);
    }
  }

  /** {@code kernel/bpf/inode.c}; owner and delegation since 6.7 and 6.9. */
  static void bpf(SuperBlock superBlock, Value root, OptionText out) {
    Value inode = root.field("d_inode").deref();
    boolean delegates = superBlock.kernel().hasType("struct bpf_mount_opts");
    if (delegates) {
      out.owner(inode.field("i_uid"), inode.field("i_gid"));
    }
    long mode = inode.field("i_mode").asLong() & S_IALLUGO & ~S_ISVTX;
    if (mode != S_IRWXUGO) {
      out.octal("mode", mode, 0);
    }
    Value options = superBlock.value().field("s_fs_info");
    if (delegates && !options.isNull()) {
      Value delegated = superBlock.fsInfo("struct bpf_mount_opts");
      for (String kind : DELEGATED) {
        if (delegated.has(kind) && delegated.field(kind).asBoolean()) {
          out.missing("what bpf delegates: " + kind);
        }
      }
    }
  }
}
