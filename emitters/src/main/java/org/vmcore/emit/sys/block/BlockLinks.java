package org.vmcore.emit.sys.block;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.model.Program;

/** {@code /sys/block}: where the directories of the disks stand. */
final class BlockLinks {
  @EmitsMany(path = "sys/block/{disk}", each = Names.class)
  void link(Program kernel, String path, Text out) {
    out.linkTo(".." + path);
  }

  /** The disks that are in sysfs. */
  @Enumerates("disk")
  static final class Names implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      return Disks.of(kernel).all().stream()
          .map(Disk::device)
          .flatMap(device -> device.path().map(path -> Key.of(device.name(), path)).stream())
          .toList();
    }
  }
}
