package org.vmcore.kernel.tree;

import org.vmcore.model.Program;
import org.vmcore.types.Type;

/**
 * How the nodes of an XArray and of its forerunner look, and which bits tell a node from an entry.
 */
record NodeForm(Type node, long shiftOffset, long slotsOffset, int nrSlots, long mark) {
  private static final long MARK_BITS = 3;
  private static final long MAX_RESERVED = 4096; // xa_is_node(): smaller internal entries are none

  /** {@code struct xa_node}, 4.20+: {@code xa_mk_node()}. */
  static NodeForm xarray(Program kernel) {
    return of(kernel, "struct xa_node", 2);
  }

  /** {@code struct radix_tree_node} with {@code RADIX_TREE_INTERNAL_NODE}, before 4.20. */
  static NodeForm radixTree(Program kernel) {
    return of(kernel, "struct radix_tree_node", 1);
  }

  private static NodeForm of(Program kernel, String type, long mark) {
    long slots = kernel.offsetOf(type, "slots");
    int nrSlots = kernel.object(type, 0).field("slots").length();
    return new NodeForm(kernel.type(type), kernel.offsetOf(type, "shift"), slots, nrSlots, mark);
  }

  boolean isInternal(long entry) {
    return (entry & MARK_BITS) == mark;
  }

  boolean isNode(long entry) {
    return isInternal(entry) && Long.compareUnsigned(entry, MAX_RESERVED) > 0;
  }

  long address(long entry) {
    return entry & ~MARK_BITS;
  }

  /** Radix trees mark a further slot of a large entry by a pointer back into the same node. */
  boolean isSibling(long entry, long node) {
    long first = node + slotsOffset;
    return Long.compareUnsigned(address(entry) - first, 8L * nrSlots) < 0;
  }
}
