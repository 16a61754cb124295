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
import org.vmcore.kernel.dm.DmDevice;
import org.vmcore.model.Program;

/** {@code dm} of disks: {@code dm_attrs[]}, {@code drivers/md/dm-sysfs.c}. */
final class DmFiles {
  /** The last two are there for old programs alone. */
  private static final ShowTable<Disk> FILES =
      new ShowTable<Disk>()
          .text("name", disk -> mapped(disk).name())
          .text("uuid", disk -> mapped(disk).uuid())
          .flag("suspended", disk -> mapped(disk).isSuspended())
          .flag("use_blk_mq", disk -> true)
          .number("rq_based_seq_io_merge_deadline", disk -> 0);

  private static DmDevice mapped(Disk disk) {
    return DmDevice.of(disk).orElseThrow(() -> new NoSuchFile("not of the device mapper"));
  }

  @EmitsMany(path = "sys/devices/{disk*}/dm/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Disk> file, Text out) {
    file.show(out);
  }

  /** The files of all disks of the device mapper. */
  @Enumerates({"disk", "name"})
  static final class Files implements Enumerator<SysfsFile<Disk>> {
    @Override
    public List<Key<SysfsFile<Disk>>> keys(Program kernel) {
      return Disks.of(kernel).all().stream()
          .flatMap(disk -> FILES.keys(disk.device(), "dm", disk).stream())
          .toList();
    }
  }
}
