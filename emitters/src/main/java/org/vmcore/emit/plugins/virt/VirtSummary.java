package org.vmcore.emit.plugins.virt;

import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.firmware.Dmi;
import org.vmcore.kernel.firmware.Hypervisor;
import org.vmcore.kernel.time.ClockSources;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Which hypervisor runs the machine, who says so, and what the kernel leaves to it. */
final class VirtSummary {
  @Emits("plugins/virt/virt.txt")
  void virt(Program kernel, Text out) {
    Optional<String> processor = Hypervisor.ofProcessor(kernel);
    line("hypervisor", Hypervisor.of(kernel), out);
    line("the processor says", processor, out);
    line("maker", Dmi.get(kernel, "DMI_SYS_VENDOR"), out);
    line("product", Dmi.get(kernel, "DMI_PRODUCT_NAME"), out);
    line("firmware", Dmi.get(kernel, "DMI_BIOS_VENDOR"), out);
    line("kernel works for", paravirtualized(kernel), out);
    line("clock", clock(kernel), out);
  }

  private static void line(String name, Optional<String> text, Text out) {
    out.line("%-19s %s", name + ":", text.filter(t -> !t.isEmpty()).orElse("-"));
  }

  /** {@code pv_info.name}: whose calls stand in place of privileged instructions. */
  private static Optional<String> paravirtualized(Program kernel) {
    return kernel
        .findSymbol("pv_info")
        .map(info -> info.field("name"))
        .filter(name -> !name.isNull())
        .map(Value::asString);
  }

  private static Optional<String> clock(Program kernel) {
    return kernel.hasSymbol("curr_clocksource")
        ? Optional.of(ClockSources.current(kernel))
        : Optional.empty();
  }
}
