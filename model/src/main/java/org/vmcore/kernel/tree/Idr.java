package org.vmcore.kernel.tree;

import java.util.List;
import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct idr}, {@code lib/idr.c}: numbers given out for objects. */
public final class Idr {
  private Idr() {}

  /**
   * {@code idr_for_each_entry()}: all objects by number.
   *
   * @param idr the {@code struct idr}, or a pointer to it
   */
  public static List<Slot> entries(Value idr) {
    Program kernel = idr.program();
    long base = base(idr);
    return XArray.entries(idr.field("idr_rt")).stream()
        .map(slot -> new Slot(kernel, slot.index() + base, slot.entry()))
        .toList();
  }

  /** {@code idr_find()}. */
  public static Optional<Slot> find(Value idr, long id) {
    long index = id - base(idr);
    return index < 0 ? Optional.empty() : XArray.load(idr.field("idr_rt"), index);
  }

  /** {@code idr_base}, 4.16+: the smallest number. */
  private static long base(Value idr) {
    return idr.has("idr_base") ? idr.field("idr_base").asLong() : 0;
  }
}
