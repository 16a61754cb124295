package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.model.Program;

/** {@code /proc/partitions} as {@code show_partition()}, {@code block/genhd.c}. */
final class Partitions {
  @Emits("proc/partitions")
  void partitions(Program kernel, Text out) {
    out.line("major minor  #blocks  name");
    out.append('\n');
    for (Disk disk : Disks.of(kernel).all()) {
      if (disk.part0().nrSectors() == 0 || disk.isUnlisted()) {
        continue;
      }
      for (BlockDevice part : disk.parts()) {
        if (part.nrSectors() != 0) {
          out.line(
              "%4d  %7d %10llu %s", part.major(), part.minor(), part.nrSectors() >> 1, part.name());
        }
      }
    }
  }
}
