package org.vmcore.kernel.cpu;

import java.util.Optional;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** CPUs as devices, {@code drivers/base/cpu.c}. */
public final class CpuDevices {
  private CpuDevices() {}

  /** {@code get_cpu_device()}. */
  public static Optional<Device> of(Program kernel, int cpu) {
    if (!kernel.hasSymbol("cpu_sys_devices")) {
      return Optional.empty();
    }
    Value device = PerCpu.of(kernel).variable("cpu_sys_devices", cpu);
    return device.isNull() ? Optional.empty() : Optional.of(Device.of(device));
  }
}
