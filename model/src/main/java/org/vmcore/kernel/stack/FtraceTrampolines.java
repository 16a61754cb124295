package org.vmcore.kernel.stack;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.trace.FtraceOps;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Copies that ftrace made of its entry code, {@code orc_ftrace_find()} in {@code
 * arch/x86/kernel/unwind_orc.c}: what holds for the original holds for them. Immutable.
 */
final class FtraceTrampolines {
  private final TreeMap<Long, Copy> copies = new TreeMap<>(Long::compareUnsigned);

  private record Copy(long start, long sizeBytes, long original) {}

  private FtraceTrampolines() {}

  static FtraceTrampolines of(Program kernel) {
    FtraceTrampolines found = new FtraceTrampolines();
    OptionalLong caller = kernel.findAddress("ftrace_caller");
    OptionalLong regsCaller = kernel.findAddress("ftrace_regs_caller");
    if (caller.isPresent()
        && regsCaller.isPresent()
        && kernel.hasSymbol("ftrace_ops_list")
        && kernel.hasMember("struct ftrace_ops", "trampoline_size")) {
      found.addAll(kernel, caller.getAsLong(), regsCaller.getAsLong());
    }
    return found;
  }

  private void addAll(Program kernel, long caller, long regsCaller) {
    long savesRegs = kernel.enumerator("FTRACE_OPS_FL_SAVE_REGS");
    try {
      for (Value ops : FtraceOps.list(kernel)) {
        boolean regs = (ops.field("flags").asLong() & savesRegs) != 0;
        long start = ops.field("trampoline").asLong();
        long size = ops.field("trampoline_size").asLong();
        if (start != 0 && size != 0) {
          copies.put(start, new Copy(start, size, regs ? regsCaller : caller));
        }
      }
    } catch (MemoryFault | Malformed damaged) {
      return; // calls through copies stay without a rule
    }
  }

  /** The address in the original that stands for one in a copy; empty for other addresses. */
  OptionalLong original(long address) {
    Map.Entry<Long, Copy> below = copies.floorEntry(address);
    if (below == null
        || Long.compareUnsigned(address - below.getKey(), below.getValue().sizeBytes()) >= 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(below.getValue().original() + (address - below.getKey()));
  }
}
