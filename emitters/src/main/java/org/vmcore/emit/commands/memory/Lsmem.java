package org.vmcore.emit.commands.memory;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.HumanSize;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.mm.MemoryBlock;
import org.vmcore.kernel.mm.MemoryBlock.State;
import org.vmcore.kernel.mm.Zone;
import org.vmcore.model.Program;

/** {@code lsmem} of util-linux: the blocks of memory and their use. */
final class Lsmem {
  @Emits(
      value = "sos_commands/memory/lsmem_-a_-o_RANGE_SIZE_STATE_REMOVABLE_ZONES_NODE_BLOCK",
      needs = "sections_per_block")
  void lsmem(Program kernel, Text out) {
    long sizeBytes = MemoryBlock.sizeBytes(kernel);
    List<MemoryBlock> blocks = MemoryBlock.of(kernel);
    TextTable table =
        new TextTable()
            .left("RANGE", 0)
            .right("SIZE", 5)
            .right("STATE", 0)
            .right("REMOVABLE", 0)
            .right("ZONES", 0)
            .right("NODE", 0)
            .right("BLOCK", 0);
    blocks.forEach(block -> table.row(row(block, sizeBytes)));
    table.print(out);
    long online = blocks.stream().filter(Lsmem::isOnline).count();
    out.append('\n');
    size("Memory block size:", sizeBytes, out);
    size("Total online memory:", online * sizeBytes, out);
    size("Total offline memory:", (blocks.size() - online) * sizeBytes, out);
  }

  private static boolean isOnline(MemoryBlock block) {
    return block.state().filter(state -> state == State.ONLINE).isPresent();
  }

  private static String[] row(MemoryBlock block, long sizeBytes) {
    long start = block.number() * sizeBytes;
    return new String[] {
      Text.format("0x%016lx-0x%016lx", start, start + sizeBytes - 1),
      HumanSize.of(sizeBytes),
      block.state().map(State::word).orElse("?"),
      block.isRemovable() ? "yes" : "no",
      isOnline(block) ? block.zone().map(Zone::name).orElse("None") : "-",
      block.nid() < 0 ? "-" : Integer.toString(block.nid()),
      Long.toString(block.number())
    };
  }

  private static void size(String what, long bytes, Text out) {
    out.line("%-23s %5s", what, HumanSize.of(bytes));
  }
}
