package org.vmcore.kernel.irq;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Interrupts that have no descriptor: {@code arch_show_interrupts()}, {@code arch/x86/kernel/irq.c}
 * and {@code arch/arm64/kernel/smp.c}. Which there are depends on how the kernel was built.
 */
public final class ArchIrqCounters {
  private static final int BITS_PER_VECTOR_WORD = 64;

  /**
   * A line.
   *
   * @param label three letters
   * @param counts for each online CPU; just one where the machine as a whole counts
   * @param text what it is; empty where the machine as a whole counts
   * @param isSummed whether {@code /proc/stat} counts it
   */
  public record Line(String label, List<Long> counts, String text, boolean isSummed) {}

  private final Program kernel;
  private final PerCpu perCpu;
  private final List<Line> lines = new ArrayList<>();

  private ArchIrqCounters(Program kernel) {
    this.kernel = kernel;
    this.perCpu = PerCpu.of(kernel);
    if (kernel.hasSymbol("irq_stat_info")) {
      addTable();
    } else if (kernel.hasMember("irq_cpustat_t", "__nmi_count")) {
      addX86();
    } else if (kernel.hasSymbol("ipi_types")) {
      addArm64();
    }
  }

  /** All lines in their order; none on architectures that are not known here. */
  public static List<Line> lines(Program kernel) {
    return new ArchIrqCounters(kernel).lines;
  }

  /** Since 7.1 the kernel has a table of all lines, and a bitmap of those that it shows. */
  private void addTable() {
    BitSet shown = CpuMask.bits(kernel.symbol("irq_stat_count_show"));
    List<Value> table = kernel.symbol("irq_stat_info").elements();
    for (int i = 0; i < table.size(); i++) {
      if (shown.get(i)) {
        List<Long> counts = new ArrayList<>();
        for (int cpu : online()) {
          counts.add(unsigned(perCpu.variable("irq_stat", cpu).field("counts").index(i)));
        }
        String label = table.get(i).field("symbol").asString();
        add(label, counts, table.get(i).field("text").asString().strip(), true);
      }
    }
    addErrors(false);
  }

  private void addX86() {
    addStat("NMI", "__nmi_count", "Non-maskable interrupts", true);
    addStat("LOC", "apic_timer_irqs", "Local timer interrupts", true);
    addStat("SPU", "irq_spurious_count", "Spurious interrupts", true);
    addStat("PMI", "apic_perf_irqs", "Performance monitoring interrupts", true);
    addStat("IWI", "apic_irq_work_irqs", "IRQ work interrupts", true);
    addStat("RTR", "icr_read_retry_count", "APIC ICR read retries", true);
    if (kernel.findSymbol("x86_platform_ipi_callback").filter(c -> !c.isNull()).isPresent()) {
      addStat("PLT", "x86_platform_ipis", "Platform interrupts", true);
    }
    addStat("RES", "irq_resched_count", "Rescheduling interrupts", true);
    addStat("CAL", "irq_call_count", "Function call interrupts", true);
    addStat("TLB", "irq_tlb_count", "TLB shootdowns", false);
    addStat("TRM", "irq_thermal_count", "Thermal event interrupts", true);
    addStat("THR", "irq_threshold_count", "Threshold APIC interrupts", true);
    addStat("DFR", "irq_deferred_error_count", "Deferred Error APIC interrupts", false);
    addVariable("MCE", "mce_exception_count", "Machine check exceptions");
    addVariable("MCP", "mce_poll_count", "Machine check polls");
    addVectors();
    addErrors(true);
    addStat("PIN", "kvm_posted_intr_ipis", "Posted-interrupt notification event", false);
    addStat("NPI", "kvm_posted_intr_nested_ipis", "Nested posted-interrupt event", false);
    addStat("PIW", "kvm_posted_intr_wakeup_ipis", "Posted-interrupt wakeup event", false);
  }

  /** Vectors that only guests of Xen and Hyper-V set up, {@code asm/irq_vectors.h}. */
  private void addVectors() {
    addOfVector(0xf3, "HYP", "irq_hv_callback_count", "Hypervisor callback interrupts");
    addOfVector(0xee, "HRE", "irq_hv_reenlightenment_count", "Hyper-V reenlightenment interrupts");
    addOfVector(0xed, "HVS", "hyperv_stimer0_count", "Hyper-V stimer0 interrupts");
  }

  private void addOfVector(int vector, String label, String member, String text) {
    boolean used =
        kernel
            .findSymbol("system_vectors")
            .filter(vectors -> vectors.length() > vector / BITS_PER_VECTOR_WORD)
            .filter(vectors -> CpuMask.bits(vectors).get(vector))
            .isPresent();
    if (used) {
      addStat(label, member, text, false);
    }
  }

  /** Errors and interrupts of the I/O APIC that went astray; new kernels show them if there are. */
  private void addErrors(boolean always) {
    addOfMachine("ERR", "irq_err_count", always, true);
    addOfMachine("MIS", "irq_mis_count", always, false);
  }

  private void addOfMachine(String label, String symbol, boolean always, boolean isSummed) {
    kernel
        .findSymbol(symbol)
        .map(count -> unsigned(count.has("counter") ? count.field("counter") : count))
        .filter(count -> always || count > 0)
        .ifPresent(count -> add(label, List.of(count), "", isSummed));
  }

  private void addArm64() {
    List<Value> types = kernel.symbol("ipi_types").elements();
    int shown =
        Math.min(types.size(), kernel.findSymbol("nr_ipi").map(Value::asInt).orElse(types.size()));
    for (int i = 0; i < shown; i++) {
      Value descs = kernel.symbol("ipi_desc").index(i);
      List<Long> counts = new ArrayList<>();
      for (int cpu : online()) {
        counts.add(new IrqDesc(i, descs.deref()).count(cpu));
      }
      add("IPI" + i, counts, types.get(i).asString(), false);
    }
    addOfMachine("Err", "irq_err_count", true, true);
  }

  private void addStat(String label, String member, String text, boolean isSummed) {
    if (kernel.hasMember("irq_cpustat_t", member)) {
      List<Long> counts = new ArrayList<>();
      for (int cpu : online()) {
        counts.add(unsigned(perCpu.variable("irq_stat", cpu).field(member)));
      }
      add(label, counts, text, isSummed);
    }
  }

  private void addVariable(String label, String symbol, String text) {
    if (kernel.hasSymbol(symbol)) {
      List<Long> counts = new ArrayList<>();
      for (int cpu : online()) {
        counts.add(unsigned(perCpu.variable(symbol, cpu)));
      }
      add(label, counts, text, true);
    }
  }

  private void add(String label, List<Long> counts, String text, boolean isSummed) {
    lines.add(new Line(label, List.copyOf(counts), text, isSummed));
  }

  private int[] online() {
    return CpuMask.online(kernel).stream().toArray();
  }

  private static long unsigned(Value count) {
    return count.asLong() & 0xffff_ffffL;
  }
}
