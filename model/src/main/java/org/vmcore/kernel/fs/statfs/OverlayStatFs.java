package org.vmcore.kernel.fs.statfs;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Value;

/** {@code ovl_statfs()}, {@code fs/overlayfs/super.c}: of the upper layer, or the first below. */
final class OverlayStatFs {
  private OverlayStatFs() {}

  /** An overlay on an overlay is as deep as they go (FILESYSTEM_MAX_STACK_DEPTH). */
  static StatFs of(SuperBlock superBlock) {
    SuperBlock real = superBlock;
    for (int depth = 0; depth <= 2; depth++) {
      real = new SuperBlock(realMount(real).field("mnt_sb"));
      if (!real.operation("statfs").equals("ovl_statfs")) {
        return StatFs.of(real);
      }
    }
    return StatFs.unknown("how full overlay is: it lies upon itself");
  }

  /** The {@code struct vfsmount}; since 5.8 the upper layer is the first of the layers. */
  private static Value realMount(SuperBlock superBlock) {
    Value fs = superBlock.fsInfo("struct ovl_fs");
    boolean hasUpper = !fs.at("config.upperdir").isNull();
    if (fs.has("upper_mnt")) {
      return hasUpper
          ? fs.field("upper_mnt").deref()
          : (fs.has("layers") ? fs.field("layers").index(1) : fs.field("lower_layers").index(0))
              .field("mnt")
              .deref();
    }
    return fs.field("layers").index(hasUpper ? 0 : 1).field("mnt").deref();
  }
}
