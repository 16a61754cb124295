package org.vmcore.emit.sys.mm;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.mm.FreeBlocks;
import org.vmcore.kernel.mm.Node;
import org.vmcore.kernel.mm.Zone;
import org.vmcore.model.Program;

/** How scattered free memory is, in debugfs: {@code extfrag_debug_init()}, {@code mm/vmstat.c}. */
final class ExtFrag {
  @Emits(value = "sys/kernel/debug/extfrag/unusable_index", needs = "fragmentation_index")
  void unusableIndex(Program kernel, Text out) {
    for (Node node : Node.online(kernel)) {
      for (Zone zone : node.populatedZones()) {
        out.print("Node %d, zone %8s ", node.id(), zone.name());
        FreeBlocks free = new FreeBlocks(zone.freeBlocks());
        for (int order = 0; order < free.nrOrders(); order++) {
          long index = free.unusableThousandths(order);
          out.print("%d.%03d ", index / 1000, index % 1000);
        }
        out.append('\n');
      }
    }
  }

  @Emits(value = "sys/kernel/debug/extfrag/extfrag_index", needs = "fragmentation_index")
  void extfragIndex(Program kernel, Text out) {
    String number = RodataStrings.of(kernel).has("%2d.%03d ") ? "%2d.%03d " : "%d.%03d ";
    for (Node node : Node.online(kernel)) {
      for (Zone zone : node.populatedZones()) {
        out.print("Node %d, zone %8s ", node.id(), zone.name());
        FreeBlocks free = new FreeBlocks(zone.freeBlocks());
        for (int order = 0; order < free.nrOrders(); order++) {
          long index = free.fragmentationThousandths(order);
          out.print(number, index / 1000, index % 1000);
        }
        out.append('\n');
      }
    }
  }
}
