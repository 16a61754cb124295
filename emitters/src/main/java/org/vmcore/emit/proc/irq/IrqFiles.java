package org.vmcore.emit.proc.irq;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.irq.IrqDesc;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;

/** The files of an interrupt, {@code register_irq_proc()}, {@code kernel/irq/proc.c}. */
final class IrqFiles {
  @Emits(value = "proc/irq/default_smp_affinity", needs = "irq_default_affinity")
  void defaultSmpAffinity(Program kernel, Text out) {
    hex(kernel, CpuMask.of(kernel.symbol("irq_default_affinity")), out);
  }

  @EmitsMany(path = "proc/irq/{irq}/smp_affinity", each = Irqs.class)
  void smpAffinity(Program kernel, IrqDesc irq, Text out) {
    hex(kernel, irq.affinity(), out);
  }

  @EmitsMany(path = "proc/irq/{irq}/smp_affinity_list", each = Irqs.class)
  void smpAffinityList(Program kernel, IrqDesc irq, Text out) {
    out.line("%s", Bitmaps.list(irq.affinity()));
  }

  @EmitsMany(path = "proc/irq/{irq}/effective_affinity", each = Irqs.class)
  void effectiveAffinity(Program kernel, IrqDesc irq, Text out) {
    hex(kernel, effective(irq), out);
  }

  @EmitsMany(path = "proc/irq/{irq}/effective_affinity_list", each = Irqs.class)
  void effectiveAffinityList(Program kernel, IrqDesc irq, Text out) {
    out.line("%s", Bitmaps.list(effective(irq)));
  }

  private static BitSet effective(IrqDesc irq) {
    return irq.effectiveAffinity()
        .orElseThrow(() -> new NoSuchFile("the kernel keeps no effective affinities"));
  }

  @EmitsMany(path = "proc/irq/{irq}/affinity_hint", each = Irqs.class)
  void affinityHint(Program kernel, IrqDesc irq, Text out) {
    hex(kernel, irq.affinityHint(), out);
  }

  @EmitsMany(path = "proc/irq/{irq}/node", each = Irqs.class)
  void node(Program kernel, IrqDesc irq, Text out) {
    out.line("%d", irq.node());
  }

  @EmitsMany(path = "proc/irq/{irq}/spurious", each = Irqs.class)
  void spurious(Program kernel, IrqDesc irq, Text out) {
    out.line("count %u", irq.value().field("irq_count").asLong());
    out.line("unhandled %u", irq.value().field("irqs_unhandled").asLong());
    long last = irq.value().field("last_unhandled").asLong();
    out.line("last_unhandled %u ms", Hz.jiffiesToMsecs(kernel, last) & 0xffffffffL);
  }

  private static void hex(Program kernel, BitSet cpus, Text out) {
    out.line("%s", Bitmaps.hex(cpus, CpuMask.nrCpuIds(kernel)));
  }

  /** The interrupts that have a directory: since a handler was first set. */
  @Enumerates("irq")
  static final class Irqs implements Enumerator<IrqDesc> {
    @Override
    public List<Key<IrqDesc>> keys(Program kernel) {
      List<Key<IrqDesc>> keys = new ArrayList<>();
      for (IrqDesc irq : IrqDesc.all(kernel)) {
        try {
          if (!irq.value().field("dir").isNull()) {
            keys.add(Key.of(Integer.toString(irq.number()), irq));
          }
        } catch (MemoryFault fault) {
          // one interrupt less; the fault itself is remembered by the reads
        }
      }
      return keys;
    }
  }
}
