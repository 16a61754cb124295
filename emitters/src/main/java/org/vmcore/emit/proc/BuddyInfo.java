package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.Node;
import org.vmcore.kernel.mm.Zone;
import org.vmcore.model.Program;

/** {@code /proc/buddyinfo} as {@code frag_show_print()}, {@code mm/vmstat.c}. */
final class BuddyInfo {
  @Emits("proc/buddyinfo")
  void buddyinfo(Program kernel, Text out) {
    for (Node node : Node.online(kernel)) {
      for (Zone zone : node.populatedZones()) {
        out.print("Node %d, zone %8s ", node.id(), zone.name());
        for (long blocks : zone.freeBlocks()) {
          out.print("%6lu ", blocks);
        }
        out.append('\n');
      }
    }
  }
}
