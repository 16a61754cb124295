package org.vmcore.emit.commands.block;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.model.Program;

/** {@code blockdev --report} of util-linux: what is in {@code /proc/partitions}. */
final class BlockdevReport {
  private static final int SECTOR_SHIFT = 9;

  @Emits("sos_commands/block/blockdev_--report")
  void report(Program kernel, Text out) {
    out.line("RO    RA   SSZ   BSZ        StartSec            Size   Device");
    for (Disk disk : Disks.of(kernel).all()) {
      if (disk.part0().nrSectors() == 0 || disk.isUnlisted()) {
        continue;
      }
      long readAhead =
          disk.backingDevInfo().field("ra_pages").asLong() << kernel.pageShift() - SECTOR_SHIFT;
      for (BlockDevice part : disk.parts()) {
        if (part.nrSectors() != 0) {
          out.line(
              "%s %5ld %5d %5d %15ju %15llu   /dev/%s",
              part.isReadOnly() ? "ro" : "rw",
              readAhead,
              disk.queue().limits().get("logical_block_size"),
              part.blockSizeBytes(),
              part.startSect(),
              part.nrSectors() << SECTOR_SHIFT,
              part.name());
        }
      }
    }
  }
}
