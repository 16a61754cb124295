package org.vmcore.emit.sys.irq;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.irq.IrqDesc;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Attributes of an interrupt, {@code irq_attrs}, {@code kernel/irq/irqdesc.c}. */
final class IrqAttributes {
  private static final ShowTable<IrqDesc> FILES =
      new ShowTable<IrqDesc>()
          .add("per_cpu_count", IrqAttributes::counts)
          .add("chip_name", IrqAttributes::chip)
          .add("hwirq", (irq, out) -> irq.hardwareNumber().ifPresent(n -> out.line("%lu", n)))
          .text("type", irq -> irq.isLevel() ? "level" : "edge")
          .text("wakeup", irq -> irq.isWakeup() ? "enabled" : "disabled")
          .add("name", (irq, out) -> lineUnlessEmpty(irq.flow(), out))
          .add("actions", (irq, out) -> lineUnlessEmpty(String.join(",", irq.actions()), out));

  private static void counts(IrqDesc irq, Text out) {
    StringJoiner counts = new StringJoiner(",");
    CpuMask.possible(irq.value().program()).stream()
        .forEach(cpu -> counts.add(Long.toString(irq.count(cpu))));
    out.line("%s", counts.toString());
  }

  /** Unlike {@code /proc/interrupts} without a word for what has no name. */
  private static void chip(IrqDesc irq, Text out) {
    Value chip = irq.value().at("irq_data.chip");
    if (!chip.isNull() && !chip.field("name").isNull()) {
      out.line("%s", chip.field("name").asString());
    }
  }

  private static void lineUnlessEmpty(String text, Text out) {
    if (!text.isEmpty()) {
      out.line("%s", text);
    }
  }

  @EmitsMany(path = "sys/kernel/irq/{irq}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<IrqDesc> file, Text out) {
    file.show(out);
  }

  /** The files of all interrupts. */
  @Enumerates({"irq", "name"})
  static final class Files implements Enumerator<SysfsFile<IrqDesc>> {
    @Override
    public List<Key<SysfsFile<IrqDesc>>> keys(Program kernel) {
      List<Key<SysfsFile<IrqDesc>>> keys = new ArrayList<>();
      for (IrqDesc irq : IrqDesc.all(kernel)) {
        try {
          if (irq.value().has("kobj")) {
            KernfsNode.ofKobject(irq.value().field("kobj"))
                .ifPresent(node -> FILES.addKeys(keys, names(irq), node, irq));
          }
        } catch (MemoryFault fault) {
          // one interrupt less; the fault itself is remembered by the reads
        }
      }
      return keys;
    }

    private static List<String> names(IrqDesc irq) {
      return List.of(Integer.toString(irq.number()));
    }
  }
}
