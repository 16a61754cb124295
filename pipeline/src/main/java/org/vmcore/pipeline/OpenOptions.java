package org.vmcore.pipeline;

import java.io.Serializable;
import java.nio.file.Path;
import org.vmcore.model.Kernels;

/**
 * How dumps are opened and read; most of it is done only when somebody asks for it.
 *
 * @param force take a vmlinux of another build
 * @param raw take a dump of no known kind for memory alone
 * @param zeroExcluded read zeros where the dump's level left out a page
 * @param cacheFolder where indexes of kernels are kept; empty for nowhere
 * @param vmcoreInfo a file with the VMCOREINFO of the dump's kernel; empty when the dump's own is
 *     wanted
 * @param budgetFactor how many times of its budget a report may cost
 */
public record OpenOptions(
    boolean force,
    boolean raw,
    boolean zeroExcluded,
    String cacheFolder,
    String vmcoreInfo,
    int budgetFactor)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final OpenOptions DEFAULT = new OpenOptions(false, false, false, "", "", 1);

  Kernels applied(Kernels kernels) {
    Kernels with = force ? kernels.forced() : kernels;
    with = raw ? with.rawToo() : with;
    with = vmcoreInfo.isEmpty() ? with : with.describedBy(Path.of(vmcoreInfo));
    return zeroExcluded ? with.zeroFilling() : with;
  }
}
