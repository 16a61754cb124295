package org.vmcore.emit.commands.block;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.HumanSize;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.QueueFeature;
import org.vmcore.kernel.block.QueueLimits;
import org.vmcore.kernel.block.RequestQueue;
import org.vmcore.model.Program;

/** {@code lsblk} of util-linux 2.38. */
final class Lsblk {
  private static final int SECTOR_SHIFT = 9;

  @Emits("sos_commands/block/lsblk")
  void lsblk(Program kernel, Text out) {
    TextTable table =
        new TextTable()
            .left("NAME", 0)
            .left("MAJ:MIN", 0)
            .right("RM", 0)
            .right("SIZE", 5)
            .right("RO", 0)
            .left("TYPE", 4)
            .left("MOUNTPOINTS", 0);
    for (BlockTree.Row row : BlockTree.rows(kernel)) {
      BlockDevice device = row.device();
      table.row(
          row.branches() + BlockNames.name(device, out),
          Text.format("%3u:%-3u", device.major(), device.minor()),
          BlockNames.isRemovable(device) ? "1" : "0",
          HumanSize.of(device.nrSectors() << SECTOR_SHIFT),
          device.isReadOnly() ? "1" : "0",
          BlockNames.type(device, out),
          String.join("\n", BlockNames.mountPoints(kernel, device, out)));
    }
    table.print(out);
  }

  @Emits("sos_commands/block/lsblk_-t")
  void topology(Program kernel, Text out) {
    TextTable table =
        new TextTable()
            .left("NAME", 0)
            .right("ALIGNMENT", 6)
            .right("MIN-IO", 6)
            .right("OPT-IO", 6)
            .right("PHY-SEC", 7)
            .right("LOG-SEC", 7)
            .right("ROTA", 0)
            .left("SCHED", 0)
            .right("RQ-SIZE", 5)
            .right("RA", 3)
            .right("WSAME", 0);
    for (BlockTree.Row row : BlockTree.rows(kernel)) {
      BlockDevice device = row.device();
      RequestQueue queue = device.disk().queue();
      QueueLimits limits = queue.limits();
      table.row(
          row.branches() + BlockNames.name(device, out),
          Long.toString(device.alignmentOffset()),
          Long.toString(limits.get("io_min")),
          Long.toString(limits.get("io_opt")),
          Long.toString(limits.get("physical_block_size")),
          Long.toString(limits.get("logical_block_size")),
          queue.is(QueueFeature.ROTATIONAL) ? "1" : "0",
          queue.elevators().inBrackets(),
          Long.toString(queue.value().field("nr_requests").asLong()),
          Long.toString(readAheadKb(device)),
          HumanSize.of(limits.find("max_write_same_sectors").orElse(0) << SECTOR_SHIFT));
    }
    table.print(out);
  }

  private static long readAheadKb(BlockDevice device) {
    int pageShift = device.value().program().pageShift();
    return device.disk().backingDevInfo().field("ra_pages").asLong() << pageShift - 10;
  }

  @Emits("sos_commands/block/lsblk_-D")
  void discards(Program kernel, Text out) {
    TextTable table =
        new TextTable()
            .left("NAME", 0)
            .right("DISC-ALN", 6)
            .right("DISC-GRAN", 6)
            .right("DISC-MAX", 6)
            .right("DISC-ZERO", 0);
    for (BlockTree.Row row : BlockTree.rows(kernel)) {
      BlockDevice device = row.device();
      QueueLimits limits = device.disk().queue().limits();
      long granularity = limits.get("discard_granularity");
      table.row(
          row.branches() + BlockNames.name(device, out),
          granularity == 0 ? "0" : Long.toString(alignment(device)),
          HumanSize.of(granularity),
          HumanSize.of(limits.get("max_discard_sectors") << SECTOR_SHIFT),
          "0");
    }
    table.print(out);
  }

  private static long alignment(BlockDevice device) {
    return device.isPartition() ? device.discardAlignment() : device.disk().shownDiscardAlignment();
  }
}
