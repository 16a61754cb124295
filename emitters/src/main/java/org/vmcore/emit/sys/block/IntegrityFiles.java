package org.vmcore.emit.sys.block;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.block.Integrity;
import org.vmcore.model.Program;

/** {@code integrity} of disks: {@code integrity_attrs[]}, {@code block/blk-integrity.c}. */
final class IntegrityFiles {
  private static final ShowTable<Disk> FILES =
      new ShowTable<Disk>()
          .text("format", disk -> Integrity.of(disk).format())
          .unsigned("tag_size", disk -> Integrity.of(disk).tagSizeBytes())
          .unsigned("protection_interval_bytes", disk -> Integrity.of(disk).intervalBytes())
          .flag("read_verify", disk -> Integrity.of(disk).verifiesReads())
          .flag("write_generate", disk -> Integrity.of(disk).generatesForWrites())
          .flag("device_is_integrity_capable", disk -> Integrity.of(disk).isDeviceCapable());

  @EmitsMany(path = "sys/devices/{disk*}/integrity/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Disk> file, Text out) {
    file.show(out);
  }

  /** The files of all disks. */
  @Enumerates({"disk", "name"})
  static final class Files implements Enumerator<SysfsFile<Disk>> {
    @Override
    public List<Key<SysfsFile<Disk>>> keys(Program kernel) {
      return Disks.of(kernel).all().stream()
          .flatMap(disk -> FILES.keys(disk.device(), "integrity", disk).stream())
          .toList();
    }
  }
}
