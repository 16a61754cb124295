package org.vmcore.kernel.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.kernel.tree.MapleTree;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The areas of a process's memory, {@code struct vm_area_struct}, by address. */
public final class Vmas {
  private static final int MAX_AREAS = 4 << 20;

  private Vmas() {}

  /**
   * A maple tree holds them since 6.1, before that a list.
   *
   * @param mm a {@code struct mm_struct}
   * @throws Malformed when the areas cannot be: out of order, more than there is room for
   */
  public static List<Value> of(Value mm) {
    Program kernel = mm.program();
    if (mm.has("mm_mt")) {
      return MapleTree.entries(mm.field("mm_mt")).stream()
          .map(range -> range.as("struct vm_area_struct"))
          .toList();
    }
    List<Value> areas = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Value next = mm.field("mmap");
    while (!next.isNull()) {
      if (!seen.add(next.asLong()) || areas.size() == MAX_AREAS) {
        throw new Malformed("areas run into each other", "struct vm_area_struct", next.asLong());
      }
      Value area = kernel.object("struct vm_area_struct", next.asLong());
      areas.add(area);
      next = area.field("vm_next");
    }
    return areas;
  }
}
