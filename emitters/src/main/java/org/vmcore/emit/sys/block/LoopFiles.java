package org.vmcore.emit.sys.block;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.block.LoopDevice;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.model.Program;

/** {@code loop} of disks: {@code loop_attrs[]}, {@code drivers/block/loop.c}. */
final class LoopFiles {
  private static final ShowTable<Disk> FILES =
      new ShowTable<Disk>()
          .text("backing_file", disk -> backingFile(loop(disk)))
          .unsigned("offset", disk -> loop(disk).offset())
          .unsigned("sizelimit", disk -> loop(disk).sizeLimit())
          .flag("autoclear", disk -> loop(disk).isAutoclear())
          .flag("partscan", disk -> loop(disk).hasPartitionScan())
          .flag("dio", disk -> loop(disk).isDirect());

  private static LoopDevice loop(Disk disk) {
    return LoopDevice.of(disk).orElseThrow(() -> new NoSuchFile("no loop device"));
  }

  private static String backingFile(LoopDevice loop) {
    return loop.backingFile()
        .map(file -> DPath.of(file.program()).ofFile(file))
        .orElseThrow(() -> new NoSuchFile("it has no file"));
  }

  @EmitsMany(path = "sys/devices/{disk*}/loop/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Disk> file, Text out) {
    file.show(out);
  }

  /** The files of all loop devices that have a file. */
  @Enumerates({"disk", "name"})
  static final class Files implements Enumerator<SysfsFile<Disk>> {
    @Override
    public List<Key<SysfsFile<Disk>>> keys(Program kernel) {
      return Disks.of(kernel).all().stream()
          .flatMap(disk -> FILES.keys(disk.device(), "loop", disk).stream())
          .toList();
    }
  }
}
