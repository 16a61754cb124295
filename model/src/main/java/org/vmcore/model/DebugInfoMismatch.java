package org.vmcore.model;

import org.vmcore.dump.Dump;
import org.vmcore.io.Fault;

/** The vmlinux is of another kernel than the one that crashed. */
public final class DebugInfoMismatch extends Fault {
  private static final long serialVersionUID = 1L;

  public DebugInfoMismatch(Dump dump, String vmlinux, String crashed, String given) {
    super(
        "the crashed kernel has build-id " + crashed + ", this vmlinux " + given,
        vmlinux,
        "give the vmlinux of "
            + dump.vmcoreInfo().flatMap(info -> info.value("OSRELEASE")).orElse("that kernel")
            + " with that build-id, or --force to use this one all the same");
  }
}
