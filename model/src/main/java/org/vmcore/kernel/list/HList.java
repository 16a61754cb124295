package org.vmcore.kernel.list;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Lists that a single pointer heads and that do not run round: {@code struct hlist_head}, {@code
 * struct hlist_nulls_head} (the last link is odd), {@code struct llist_head}.
 */
public final class HList {
  private static final int MAX_ENTRIES = 4 << 20; // no list of ours is longer on a living machine

  private HList() {}

  /**
   * {@code hlist_for_each_entry()}, {@code hlist_nulls_for_each_entry()}, {@code
   * llist_for_each_entry()}: the structures on a list, first to last.
   *
   * @param head the head, or a pointer to it
   * @param type C type of the entries
   * @param member the entries' node, perhaps a path
   * @throws Malformed when the list runs into itself
   */
  public static List<Value> forEachEntry(Value head, String type, String member) {
    Program kernel = head.program();
    long offset = kernel.offsetOf(type, member);
    List<Value> entries = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long node = kernel.memory().u64(addressOf(head));
    while (node != 0 && (node & 1) == 0) {
      if (!seen.add(node) || entries.size() == MAX_ENTRIES) {
        throw new Malformed("list of " + type + " runs into itself", "struct hlist_node", node);
      }
      entries.add(kernel.object(type, node - offset));
      node = kernel.memory().u64(node); // next is the first member of all three kinds of nodes
    }
    return entries;
  }

  private static long addressOf(Value head) {
    return head.type().asStruct().isPresent() ? head.address() : head.asLong();
  }
}
