package org.vmcore.emit.proc;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.mm.Node;
import org.vmcore.kernel.mm.NodeMask;
import org.vmcore.kernel.mm.PageBlocks;
import org.vmcore.kernel.mm.Zone;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/pagetypeinfo} as {@code pagetypeinfo_show()}, {@code mm/vmstat.c}. */
final class PageTypeInfo {
  private static final long MAX_COUNT = 100_000;

  @Emits("proc/pagetypeinfo")
  void pagetypeinfo(Program kernel, Text out) {
    PageBlocks blocks = PageBlocks.of(kernel);
    for (Node node : Node.online(kernel)) {
      if (NodeMask.of(kernel, "N_MEMORY").get(node.id())) {
        out.line("Page block order: %d", blocks.order());
        out.line("Pages per block:  %lu", 1L << blocks.order());
        out.append('\n');
        free(node, blocks.typeNames(), out);
        blockCounts(node, blocks, out);
      }
    }
    if (kernel.findSymbol("page_owner_inited").filter(PageTypeInfo::isOn).isPresent()) {
      out.partial("blocks with pages of several types");
    }
  }

  private static boolean isOn(Value key) {
    return key.at("key.enabled.counter").asLong() > 0;
  }

  /** {@code pagetypeinfo_showfree()}: lengths of the lists of free pages, if they are not long. */
  private static void free(Node node, List<String> types, Text out) {
    out.print("%-43s ", "Free pages count per migrate type at order");
    int nrOrders = node.zones().get(0).freeBlocks().length;
    for (int order = 0; order < nrOrders; order++) {
      out.print("%6d ", order);
    }
    out.append('\n');
    for (Zone zone : node.populatedZones()) {
      List<Value> areas = zone.value().field("free_area").elements();
      for (int type = 0; type < types.size(); type++) {
        out.print("Node %4d, zone %8s, type %12s ", node.id(), zone.name(), types.get(type));
        for (Value area : areas) {
          long count = ListHead.count(area.field("free_list").index(type), MAX_COUNT);
          out.print("%s%6lu ", count == MAX_COUNT ? ">" : "", count);
        }
        out.append('\n');
      }
    }
  }

  private static void blockCounts(Node node, PageBlocks blocks, Text out) {
    out.print("\n%-23s", "Number of blocks type ");
    blocks.typeNames().forEach(name -> out.print("%12s ", name));
    out.append('\n');
    for (Zone zone : node.populatedZones()) {
      out.print("Node %d, zone %8s ", node.id(), zone.name());
      for (long count : blocks.countByType(zone)) {
        out.print("%12lu ", count);
      }
      out.append('\n');
    }
  }
}
