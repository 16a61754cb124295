package org.vmcore.kernel.cpu;

import java.util.BitSet;
import java.util.Optional;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * How a CPU lies to the others, {@code topology_*()} of {@code include/linux/topology.h}. What a
 * machine does not tell is empty.
 */
public sealed interface CpuTopology {
  /** {@code topology_physical_package_id()}: the socket. */
  long packageId();

  /** {@code topology_core_id()}. */
  long coreId();

  Optional<Long> dieId();

  Optional<Long> clusterId();

  /** {@code topology_ppin()}: the number that the maker gave this one. */
  Optional<Long> ppin();

  /** {@code topology_sibling_cpumask()}: threads of the same core. */
  BitSet threads();

  /** {@code topology_core_cpumask()}: CPUs of the same package. */
  BitSet cores();

  Optional<BitSet> die();

  Optional<BitSet> cluster();

  /** Of a CPU; empty on machines whose topology is not known here. */
  static Optional<CpuTopology> of(Program kernel, int cpu) {
    if (kernel.hasSymbol("cpu_sibling_map") && kernel.hasSymbol("x86_cap_flags")) {
      return Optional.of(new X86(kernel, cpu));
    }
    return kernel.hasSymbol("cpu_topology")
        ? Optional.of(new Generic(kernel.symbol("cpu_topology").index(cpu)))
        : Optional.empty();
  }

  /** {@code arch/x86/include/asm/topology.h}. */
  record X86(Program kernel, int cpu) implements CpuTopology {
    @Override
    public long packageId() {
      return X86Cpu.of(kernel, cpu).packageId();
    }

    @Override
    public long coreId() {
      return X86Cpu.of(kernel, cpu).coreId();
    }

    @Override
    public Optional<Long> dieId() {
      return Optional.of(X86Cpu.of(kernel, cpu).dieId());
    }

    @Override
    public Optional<Long> clusterId() {
      Value info = X86Cpu.of(kernel, cpu).value();
      if (info.has("topo.l2c_id")) { // since 6.7
        return Optional.of(info.at("topo.l2c_id").asLong());
      }
      return kernel.hasSymbol("cpu_l2c_id")
          ? Optional.of(PerCpu.of(kernel).variable("cpu_l2c_id", cpu).asLong())
          : Optional.empty();
    }

    @Override
    public Optional<Long> ppin() {
      Value info = X86Cpu.of(kernel, cpu).value();
      return info.has("ppin") ? Optional.of(info.field("ppin").asLong()) : Optional.empty();
    }

    @Override
    public BitSet threads() {
      return map("cpu_sibling_map").orElseGet(BitSet::new);
    }

    @Override
    public BitSet cores() {
      return map("cpu_core_map").orElseGet(BitSet::new);
    }

    @Override
    public Optional<BitSet> die() {
      return map("cpu_die_map");
    }

    @Override
    public Optional<BitSet> cluster() {
      return map("cpu_l2c_shared_map");
    }

    private Optional<BitSet> map(String symbol) {
      return kernel.hasSymbol(symbol)
          ? Optional.of(CpuMask.of(PerCpu.of(kernel).variable(symbol, cpu)))
          : Optional.empty();
    }
  }

  /** {@code struct cpu_topology}, {@code include/linux/arch_topology.h}: arm64, riscv. */
  record Generic(Value topology) implements CpuTopology {
    @Override
    public long packageId() {
      return topology.field("package_id").asLong();
    }

    @Override
    public long coreId() {
      return topology.field("core_id").asLong();
    }

    @Override
    public Optional<Long> dieId() {
      return Optional.empty();
    }

    @Override
    public Optional<Long> clusterId() {
      return topology.has("cluster_id")
          ? Optional.of(topology.field("cluster_id").asLong())
          : Optional.empty();
    }

    @Override
    public Optional<Long> ppin() {
      return Optional.of(0L);
    }

    @Override
    public BitSet threads() {
      return CpuMask.of(topology.field("thread_sibling"));
    }

    @Override
    public BitSet cores() {
      return CpuMask.of(topology.field("core_sibling"));
    }

    @Override
    public Optional<BitSet> die() {
      return Optional.empty();
    }

    @Override
    public Optional<BitSet> cluster() {
      return topology.has("cluster_sibling")
          ? Optional.of(CpuMask.of(topology.field("cluster_sibling")))
          : Optional.empty();
    }
  }
}
