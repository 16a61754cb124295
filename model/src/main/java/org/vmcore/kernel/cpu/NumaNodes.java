package org.vmcore.kernel.cpu;

import java.util.BitSet;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;

/** Which CPUs and memory are near each other, {@code include/linux/topology.h}. */
public final class NumaNodes {
  private NumaNodes() {}

  /** {@code cpu_to_node()}; 0 for kernels without {@code CONFIG_NUMA}. */
  public static int ofCpu(Program kernel, int cpu) {
    return kernel.hasSymbol("numa_node") ? PerCpu.of(kernel).variable("numa_node", cpu).asInt() : 0;
  }

  /** {@code node_online_map}. */
  public static BitSet online(Program kernel) {
    return CpuMask.bits(
        kernel.symbol("node_states").index(kernel.enumerator("N_ONLINE")).field("bits"));
  }
}
