package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.model.Program;

/** {@code /proc/version}, {@code fs/proc/version.c}: the banner of {@code init/version.c}. */
final class Version {
  @Emits("proc/version")
  void version(Program kernel, Text out) {
    out.raw(kernel.symbol("linux_banner").asString());
  }
}
