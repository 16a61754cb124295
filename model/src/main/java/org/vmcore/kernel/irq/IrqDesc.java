package org.vmcore.kernel.irq;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.tree.MapleTree;
import org.vmcore.kernel.tree.Slot;
import org.vmcore.kernel.tree.XArray;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * An interrupt: {@code struct irq_desc}, {@code include/linux/irqdesc.h}.
 *
 * @param number by which Linux knows it
 */
public record IrqDesc(int number, Value value) {
  private static final int MAX_ACTIONS = 1000;
  // include/linux/irq.h
  private static final int IRQ_PER_CPU = 1 << 9;
  private static final int IRQ_PER_CPU_DEVID = 1 << 17;
  private static final int IRQ_HIDDEN = 1 << 20;
  private static final int IRQD_SETAFFINITY_PENDING = 1 << 8;
  private static final int IRQD_LEVEL = 1 << 13;
  private static final int IRQD_WAKEUP_STATE = 1 << 14;

  /** {@code for_each_active_irq()}: all that are allocated, by number. */
  public static List<IrqDesc> all(Program kernel) {
    return kernel.computed(IrqDesc.class, IrqDesc::read);
  }

  private static List<IrqDesc> read(Program kernel) {
    List<IrqDesc> all = new ArrayList<>();
    if (kernel.hasSymbol("irq_desc_tree")) { // before 6.5
      for (Slot slot : XArray.entries(kernel.symbol("irq_desc_tree"))) {
        all.add(new IrqDesc((int) slot.index(), slot.as("struct irq_desc")));
      }
    } else if (kernel.hasSymbol("sparse_irqs")) {
      for (MapleTree.Range range : MapleTree.entries(kernel.symbol("sparse_irqs"))) {
        all.add(new IrqDesc((int) range.first(), range.as("struct irq_desc")));
      }
    } else { // without CONFIG_SPARSE_IRQ
      List<Value> table = kernel.symbol("irq_desc").elements();
      for (int i = 0; i < table.size(); i++) {
        all.add(new IrqDesc(i, table.get(i)));
      }
    }
    return List.copyOf(all);
  }

  /** {@code nr_irqs}: one more than the highest number that can be allocated. */
  public static int nrIrqs(Program kernel) {
    return kernel
        .findSymbol("nr_irqs")
        .or(() -> kernel.findSymbol("total_nr_irqs")) // since 6.13
        .orElseThrow(() -> new NoSuchSymbol("nr_irqs"))
        .asInt();
  }

  private boolean has(int setting) {
    return (value.field("status_use_accessors").asLong() & setting) != 0;
  }

  /** {@code irq_settings_is_hidden()}: kept out of {@code /proc/interrupts}. */
  public boolean isHidden() {
    return has(IRQ_HIDDEN);
  }

  /** {@code irq_desc_is_chained()}: its handler is another interrupt's controller. */
  public boolean isChained() {
    Value action = value.field("action");
    return !action.isNull()
        && action.program().findAddress("chained_action").orElse(0) == action.asLong();
  }

  public boolean hasAction() {
    return !value.field("action").isNull();
  }

  /** How often it came on a CPU. */
  public long count(int cpu) {
    Value counts = value.field("kstat_irqs");
    if (counts.isNull()) {
      return 0;
    }
    Value count = PerCpu.of(value.program()).ptr(counts, cpu);
    return (count.type().asStruct().isPresent() ? count.field("cnt") : count).asLong()
        & 0xffffffffL;
  }

  /** {@code kstat_irqs_usr()}: how often it came. */
  public long total() {
    if (has(IRQ_PER_CPU | IRQ_PER_CPU_DEVID) || !value.has("tot_count")) {
      return value.field("kstat_irqs").isNull()
          ? 0
          : CpuMask.possible(value.program()).stream().mapToLong(this::count).sum();
    }
    return value.field("tot_count").asLong() & 0xffffffffL;
  }

  /** Name of its controller; {@code None} without one. */
  public String chip() {
    Value chip = value.at("irq_data.chip");
    if (chip.isNull()) {
      return "None";
    }
    Value name = chip.field("name");
    return name.isNull() ? "-" : name.asString();
  }

  /** Number by which its controller knows it, when that stands in a domain. */
  public Optional<Long> hardwareNumber() {
    return value.at("irq_data.domain").isNull()
        ? Optional.empty()
        : Optional.of(value.at("irq_data.hwirq").asLong());
  }

  /** {@code irqd_is_level_type()}. */
  public boolean isLevel() {
    return isState(IRQD_LEVEL);
  }

  /** {@code irqd_is_wakeup_set()}: it may wake the machine. */
  public boolean isWakeup() {
    return isState(IRQD_WAKEUP_STATE);
  }

  private boolean isState(int bit) {
    Value state =
        MemberVariants.first(
            value.field("irq_data"), "common.state_use_accessors", "state_use_accessors");
    return (state.asLong() & bit) != 0;
  }

  /** The CPUs that it may go to: those just asked for, while that is not yet done. */
  public BitSet affinity() {
    return isState(IRQD_SETAFFINITY_PENDING) && value.has("pending_mask")
        ? CpuMask.of(value.field("pending_mask"))
        : CpuMask.of(value.at("irq_common_data.affinity"));
  }

  /** The CPUs that it goes to; empty where the kernel does not tell them from those it may. */
  public Optional<BitSet> effectiveAffinity() {
    return MemberVariants.find(value, "irq_common_data.effective_affinity").map(CpuMask::of);
  }

  /** The CPUs that its driver would like; none when it does not care. */
  public BitSet affinityHint() {
    Value hint = value.field("affinity_hint");
    return hint.isNull() ? new BitSet() : CpuMask.of(hint);
  }

  /** The NUMA node of its data. */
  public int node() {
    return value.has("irq_common_data.node") ? value.at("irq_common_data.node").asInt() : 0;
  }

  /** Kind of flow, {@code edge} or {@code fasteoi}; empty when it has none. */
  public String flow() {
    Value name = value.field("name");
    return name.isNull() ? "" : name.asString();
  }

  /** Names of the handlers. */
  public List<String> actions() {
    List<String> names = new ArrayList<>();
    Value action = value.field("action");
    while (!action.isNull() && names.size() < MAX_ACTIONS) {
      Value name = action.field("name");
      names.add(name.isNull() ? "(null)" : name.asString());
      action = action.field("next");
    }
    return names;
  }
}
