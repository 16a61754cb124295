package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.KernelConfig;
import org.vmcore.model.Program;

/** {@code /proc/config.gz}, {@code kernel/configs.c}: of kernels that carry their configuration. */
final class ConfigGz {
  @Emits("proc/config.gz")
  void config(Program kernel, Text out) {
    KernelConfig config =
        KernelConfig.of(kernel)
            .filter(known -> known.values().containsKey("CONFIG_IKCONFIG_PROC"))
            .orElseThrow(() -> new NoSuchFile("the kernel does not show its configuration"));
    out.raw(config.compressed());
  }
}
