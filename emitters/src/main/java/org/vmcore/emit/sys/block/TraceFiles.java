package org.vmcore.emit.sys.block;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code trace} of disks and partitions: {@code blk_trace_attrs[]}, {@code blktrace.c}. */
final class TraceFiles {
  private static final ShowTable<BlockDevice> FILES =
      new ShowTable<BlockDevice>()
          .flag("enable", device -> !trace(device).isNull())
          .text("pid", device -> of(device, "pid"))
          .text("start_lba", device -> of(device, "start_lba"))
          .text("end_lba", device -> of(device, "end_lba"))
          .text("act_mask", TraceFiles::mask);

  private static Value trace(BlockDevice device) {
    return device.disk().queue().value().field("blk_trace");
  }

  private static String of(BlockDevice device, String member) {
    Value trace = trace(device);
    return trace.isNull() ? "disabled" : Long.toUnsignedString(trace.field(member).asLong());
  }

  private static String mask(BlockDevice device) {
    if (!trace(device).isNull()) {
      throw new NotReconstructable("names of the actions that are traced");
    }
    return "disabled";
  }

  @EmitsMany(path = "sys/devices/{disk*}/trace/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<BlockDevice> file, Text out) {
    file.show(out);
  }

  /** The files of all disks and partitions. */
  @Enumerates({"disk", "name"})
  static final class Files implements Enumerator<SysfsFile<BlockDevice>> {
    @Override
    public List<Key<SysfsFile<BlockDevice>>> keys(Program kernel) {
      return Disks.of(kernel).parts().stream()
          .flatMap(part -> FILES.keys(part.device(), "trace", part).stream())
          .toList();
    }
  }
}
