package org.vmcore.emit.proc.pid;

import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.DeviceNumber;
import org.vmcore.kernel.mm.GateArea;
import org.vmcore.kernel.mm.VmArea;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What a process's addresses mean: {@code show_map_vma()}, {@code fs/proc/task_mmu.c}. */
final class PidMaps {
  private static final int NAME_COLUMN = 25 + Long.BYTES * 6 - 1;

  @EmitsMany(path = "proc/{pid}/maps", each = Pids.class)
  void maps(Program kernel, Task task, Text out) {
    Optional<Value> mm = task.userMm();
    if (mm.isEmpty()) {
      return;
    }
    for (VmArea area : VmArea.of(mm.get())) {
      try {
        row(area, out);
      } catch (MemoryFault fault) {
        out.partial("an area: " + fault.what());
      }
    }
    GateArea.of(mm.get()).ifPresent(gate -> row(gate, out));
  }

  static void row(VmArea area, Text out) {
    Text row = new Text();
    header(area, row);
    String name = area.name();
    if (!name.isEmpty()) {
      row.print("%*s %s", Math.max(0, NAME_COLUMN - row.sizeBytes()), "", name);
    }
    row.append('\n');
    out.raw(row.bytes());
  }

  /** {@code show_vma_header_prefix()}. */
  private static void header(VmArea area, Text out) {
    DeviceNumber device = area.device();
    out.print(
        "%08lx-%08lx %c%c%c%c %08lx %02x:%02x %lu ",
        area.start(),
        area.end(),
        area.has(VmArea.VM_READ) ? 'r' : '-',
        area.has(VmArea.VM_WRITE) ? 'w' : '-',
        area.has(VmArea.VM_EXEC) ? 'x' : '-',
        area.has(VmArea.VM_MAYSHARE) ? 's' : 'p',
        area.offsetBytes(),
        device.major(),
        device.minor(),
        area.inode().map(inode -> inode.field("i_ino").asLong()).orElse(0L));
  }
}
