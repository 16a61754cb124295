package org.vmcore.pipeline;

import java.io.Serializable;
import org.vmcore.dump.Opening;
import org.vmcore.dump.ReadPolicy;
import org.vmcore.model.Kernels;

/**
 * What is done only when somebody asks for it.
 *
 * @param force take a vmlinux of another build
 * @param raw take a dump of no known kind for memory alone
 * @param zeroExcluded read zeros where the dump's level left out a page
 */
public record OpenOptions(boolean force, boolean raw, boolean zeroExcluded)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final OpenOptions DEFAULT = new OpenOptions(false, false, false);

  /** How to open a dump's file alone. */
  public Opening opening() {
    return new Opening(raw, ReadPolicy.STRICT);
  }

  Kernels applied(Kernels kernels) {
    Kernels with = force ? kernels.forced() : kernels;
    with = raw ? with.rawToo() : with;
    return zeroExcluded ? with.zeroFilling() : with;
  }
}
