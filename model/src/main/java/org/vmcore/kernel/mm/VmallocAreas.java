package org.vmcore.kernel.mm;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Ranges of addresses that vmalloc gave out, {@code struct vmap_area} of {@code mm/vmalloc.c}. */
public sealed interface VmallocAreas {
  /** Areas in use, in the kernel's order. */
  List<Value> busy();

  /** Areas given back whose addresses are not free yet. */
  List<Value> unpurged();

  /** As this kernel keeps them. */
  static VmallocAreas of(Program kernel) {
    return kernel.computed(
        VmallocAreas.class, k -> k.hasSymbol("vmap_nodes") ? new InNodes(k) : new InOneList(k));
  }

  /** Since 6.9: several nodes, each with lists of its own. */
  record InNodes(Program kernel) implements VmallocAreas {
    private static final int MAX_NODES = 1 << 16;

    @Override
    public List<Value> busy() {
      return all("busy");
    }

    @Override
    public List<Value> unpurged() {
      return all("lazy");
    }

    private List<Value> all(String member) {
      long count = kernel.symbol("nr_vmap_nodes").asLong();
      if (count < 0 || count > MAX_NODES) {
        throw new Malformed("absurd number of nodes " + count, "nr_vmap_nodes", 0);
      }
      List<Value> areas = new ArrayList<>();
      for (Value node : kernel.symbol("vmap_nodes").elements(count)) {
        areas.addAll(ListHead.forEachEntry(node.at(member + ".head"), "struct vmap_area", "list"));
      }
      return areas;
    }
  }

  /** Before 6.9. */
  record InOneList(Program kernel) implements VmallocAreas {
    @Override
    public List<Value> busy() {
      return ListHead.forEachEntry(kernel.symbol("vmap_area_list"), "struct vmap_area", "list");
    }

    @Override
    public List<Value> unpurged() {
      if (kernel.hasSymbol("vmap_purge_list")) { // before 5.11
        return HList.forEachEntry(
            kernel.symbol("vmap_purge_list"), "struct vmap_area", "purge_list");
      }
      return ListHead.forEachEntry(
          kernel.symbol("purge_vmap_area_list"), "struct vmap_area", "list");
    }
  }
}
