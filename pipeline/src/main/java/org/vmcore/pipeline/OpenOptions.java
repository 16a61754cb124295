package org.vmcore.pipeline;

import java.io.Serializable;
import org.vmcore.model.Kernels;

/**
 * How dumps are opened; most of it is done only when somebody asks for it.
 *
 * @param force take a vmlinux of another build
 * @param raw take a dump of no known kind for memory alone
 * @param zeroExcluded read zeros where the dump's level left out a page
 * @param cacheFolder where indexes of kernels are kept; empty for nowhere
 */
public record OpenOptions(boolean force, boolean raw, boolean zeroExcluded, String cacheFolder)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final OpenOptions DEFAULT = new OpenOptions(false, false, false, "");

  Kernels applied(Kernels kernels) {
    Kernels with = force ? kernels.forced() : kernels;
    with = raw ? with.rawToo() : with;
    return zeroExcluded ? with.zeroFilling() : with;
  }
}
