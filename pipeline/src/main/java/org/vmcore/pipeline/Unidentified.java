package org.vmcore.pipeline;

import org.vmcore.dump.Dump;
import org.vmcore.io.Fault;

/** The kernel's own name, {@code init_uts_ns}, is not in the dump. */
final class Unidentified extends Fault {
  private static final long serialVersionUID = 1L;

  Unidentified(Dump dump, Fault cause) {
    super(
        "the kernel's name (init_uts_ns) cannot be read"
            + (cause == null ? "" : ": " + cause.what())
            + String.join("", dump.description().warnings().stream().map(w -> "; " + w).toList()),
        dump.name(),
        "copy the dump again, or --force a report of what is left",
        cause);
  }
}
