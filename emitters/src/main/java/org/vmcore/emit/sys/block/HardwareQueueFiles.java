package org.vmcore.emit.sys.block;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code mq} of disks: {@code default_hw_ctx_attrs[]}, {@code block/blk-mq-sysfs.c}. */
final class HardwareQueueFiles {
  private static final ShowTable<Value> FILES =
      new ShowTable<Value>()
          .unsigned("nr_tags", queue -> queue.field("tags").field("nr_tags").asLong())
          .unsigned(
              "nr_reserved_tags", queue -> queue.field("tags").field("nr_reserved_tags").asLong())
          .text("cpu_list", HardwareQueueFiles::cpus);

  private static String cpus(Value queue) {
    BitSet cpus = CpuMask.of(queue.field("cpumask"));
    return cpus.stream().mapToObj(Integer::toString).collect(Collectors.joining(", "));
  }

  @EmitsMany(path = "sys/devices/{disk*}/mq/{queue}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Value> file, Text out) {
    file.show(out);
  }

  /** The files of the hardware queues of all disks. */
  @Enumerates({"disk", "queue", "name"})
  static final class Files implements Enumerator<SysfsFile<Value>> {
    @Override
    public List<Key<SysfsFile<Value>>> keys(Program kernel) {
      List<Key<SysfsFile<Value>>> keys = new ArrayList<>();
      for (Disk disk : Disks.of(kernel).all()) {
        for (Value queue : disk.queue().hardwareQueues()) {
          addKeys(disk, queue, keys);
        }
      }
      return keys;
    }

    private static void addKeys(Disk disk, Value queue, List<Key<SysfsFile<Value>>> keys) {
      String place = disk.device().place().orElse("");
      KernfsNode.ofKobject(queue.field("kobj"))
          .filter(node -> !place.isEmpty())
          .ifPresent(node -> FILES.addKeys(keys, List.of(place, node.name()), node, queue));
    }
  }
}
