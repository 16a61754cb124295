package org.vmcore.kernel.list;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Value;

/** {@code struct klist}, {@code lib/klist.c}: the lists of the driver core. */
public final class KList {
  private static final long KNODE_DEAD = 1; // lib/klist.c: a flag in n_klist

  private KList() {}

  /**
   * {@code klist_next()} from first to last, without those already removed.
   *
   * @param klist the {@code struct klist}, or a pointer to it
   * @param type C type of the entries: {@code "struct device_private"}
   * @param member the entries' {@code struct klist_node}, perhaps a path
   */
  public static List<Value> forEachEntry(Value klist, String type, String member) {
    List<Value> living = new ArrayList<>();
    for (Value entry : ListHead.forEachEntry(klist.field("k_list"), type, member + ".n_node")) {
      if ((entry.at(member + ".n_klist").asLong() & KNODE_DEAD) == 0) {
        living.add(entry);
      }
    }
    return living;
  }
}
