package org.vmcore.emit.sys.block;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disks;
import org.vmcore.model.Program;

/** {@code part_attrs[]}, {@code block/partitions/core.c}. */
final class PartitionFiles {
  private static final ShowTable<BlockDevice> FILES =
      new ShowTable<BlockDevice>()
          .number("partition", BlockDevice::partno)
          .unsigned("start", BlockDevice::startSect)
          .unsigned("size", BlockDevice::nrSectors)
          .flag("ro", BlockDevice::isReadOnly)
          .add("alignment_offset", (part, out) -> out.line("%u", part.alignmentOffset()))
          .unsigned("discard_alignment", BlockDevice::discardAlignment)
          .add("stat", Counters::stat)
          .add("inflight", Counters::inFlight);

  @EmitsMany(path = "sys/devices/{partition*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<BlockDevice> file, Text out) {
    file.show(out);
  }

  /** The files of all partitions. */
  @Enumerates({"partition", "name"})
  static final class Files implements Enumerator<SysfsFile<BlockDevice>> {
    @Override
    public List<Key<SysfsFile<BlockDevice>>> keys(Program kernel) {
      return Disks.of(kernel).parts().stream()
          .filter(BlockDevice::isPartition)
          .flatMap(part -> FILES.keys(part.device(), "", part).stream())
          .toList();
    }
  }
}
