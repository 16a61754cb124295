package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code selinux_sb_show_options()}, {@code security/selinux/hooks.c}. */
final class SelinuxOptions {
  private static final int CONTEXT_MNT = 0x01; // security/selinux/include/security.h
  private static final int FSCONTEXT_MNT = 0x02;
  private static final int ROOTCONTEXT_MNT = 0x04;
  private static final int DEFCONTEXT_MNT = 0x08;
  private static final int SBLABEL_MNT = 0x10;
  private static final int SE_SBINITIALIZED = 0x100;

  private SelinuxOptions() {}

  static void show(SuperBlock superBlock, OptionText out) {
    Program kernel = superBlock.kernel();
    if (!isInitialized(kernel) || superBlock.value().field("s_security").isNull()) {
      return;
    }
    long blob = superBlock.value().field("s_security").asLong();
    Value security = kernel.object("struct superblock_security_struct", blob + blobOffset(kernel));
    int flags = security.field("flags").asInt();
    if ((flags & SE_SBINITIALIZED) == 0) {
      return;
    }
    if ((flags & (CONTEXT_MNT | FSCONTEXT_MNT | ROOTCONTEXT_MNT | DEFCONTEXT_MNT)) != 0) {
      out.missing("the security contexts that mounts were given");
    }
    out.flagIf((flags & SBLABEL_MNT) != 0, "seclabel");
  }

  /** Whether a policy was loaded: {@code selinux_state} since 4.17, {@code ss_initialized}. */
  private static boolean isInitialized(Program kernel) {
    if (!kernel.hasType("struct superblock_security_struct")) {
      return false;
    }
    return kernel
        .findSymbol("selinux_state")
        .map(state -> state.has("initialized") ? state.field("initialized") : state.field("ss"))
        .or(() -> kernel.findSymbol("ss_initialized"))
        .map(Value::asBoolean)
        .orElse(Boolean.FALSE);
  }

  /** Modules share the blob since 5.13. */
  private static long blobOffset(Program kernel) {
    return kernel
        .findSymbol("selinux_blob_sizes")
        .filter(sizes -> sizes.has("lbs_superblock"))
        .map(sizes -> sizes.field("lbs_superblock").asLong())
        .orElse(0L);
  }
}
