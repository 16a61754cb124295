package org.vmcore.kernel.tree;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct maple_tree}, {@code lib/maple_tree.c}, 6.1+: ranges of numbers to objects. */
public final class MapleTree {
  // include/linux/maple_tree.h and lib/maple_tree.c: what the low bits of a node's pointer say
  private static final long MAPLE_NODE_MASK = 255;
  private static final int MAPLE_NODE_TYPE_SHIFT = 3;
  private static final long MAPLE_NODE_TYPE_MASK = 0x0f;
  private static final long INTERNAL_BITS = 3; // xa_is_internal()
  private static final long INTERNAL = 2;
  private static final long MAX_RESERVED = 4096; // xa_is_node(): smaller internal entries are none
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ENTRIES = 16 << 20;

  private final Program kernel;
  private final long leafType;
  private final long rangeType;
  private final long arangeType;
  private final List<Range> ranges = new ArrayList<>();

  /**
   * An entry.
   *
   * @param first lowest number that leads to it
   * @param last highest one
   * @param entry the bits of the slot, mostly an address
   */
  public record Range(Program kernel, long first, long last, long entry) {
    /** The object pointed to: {@code as("struct vm_area_struct")}. */
    public Value as(String type) {
      return kernel.object(type, entry);
    }
  }

  private MapleTree(Program kernel) {
    this.kernel = kernel;
    this.leafType = kernel.enumerator("maple_leaf_64");
    this.rangeType = kernel.enumerator("maple_range_64");
    this.arangeType = kernel.enumerator("maple_arange_64");
  }

  /**
   * {@code mas_for_each()}: all entries by number.
   *
   * @param tree the {@code struct maple_tree}, or a pointer to it
   * @throws Malformed when the tree cannot be: too deep, ranges that run backwards
   */
  public static List<Range> entries(Value tree) {
    MapleTree walk = new MapleTree(tree.program());
    long root = tree.field("ma_root").asLong();
    if (isRootNode(root)) {
      walk.addBelow(root, 0, -1L, 0);
    } else if (isEntry(root)) {
      walk.ranges.add(new Range(walk.kernel, 0, 0, root));
    }
    return walk.ranges;
  }

  /** {@code mte_mk_root()} marks a root that is a node; below it nodes are not marked. */
  private static boolean isRootNode(long entry) {
    return (entry & INTERNAL_BITS) == INTERNAL && Long.compareUnsigned(entry, MAX_RESERVED) > 0;
  }

  /** {@code XA_ZERO_ENTRY} and its like count as nothing. */
  private static boolean isEntry(long entry) {
    return entry != 0 && (entry & INTERNAL_BITS) != INTERNAL;
  }

  private void addBelow(long encoded, long first, long last, int depth) {
    long address = encoded & ~MAPLE_NODE_MASK;
    if (depth == MAX_DEPTH) {
      throw malformed("deeper than " + MAX_DEPTH, address);
    }
    long type = encoded >>> MAPLE_NODE_TYPE_SHIFT & MAPLE_NODE_TYPE_MASK;
    boolean leaf = type == leafType;
    Value node = layout(type, address);
    long[] pivots = node.field("pivot").longs();
    long[] slots = node.field("slot").longs();
    int end = dataEnd(node, type, pivots, last);
    long start = first;
    for (int i = 0; i <= end && i < slots.length; i++) {
      long until = i < end && i < pivots.length ? pivots[i] : last;
      if (Long.compareUnsigned(until, start) < 0 || Long.compareUnsigned(until, last) > 0) {
        throw malformed("pivots run backwards", address);
      }
      addSlot(slots[i], start, until, leaf, depth);
      start = until + 1;
    }
  }

  /** {@code ma_data_end()}: the last slot in use; what stands behind it means nothing. */
  private int dataEnd(Value node, long type, long[] pivots, long last) {
    long lastPivot = pivots[pivots.length - 1];
    if (type == arangeType || lastPivot == 0) {
      return (int) (node.at("meta.end").asLong() & 0xff);
    }
    return lastPivot == last ? pivots.length - 1 : pivots.length;
  }

  private void addSlot(long slot, long first, long last, boolean leaf, int depth) {
    if (!leaf) {
      if (Long.compareUnsigned(slot, MAX_RESERVED) > 0) {
        addBelow(slot, first, last, depth + 1);
      }
    } else if (isEntry(slot)) {
      if (ranges.size() == MAX_ENTRIES) {
        throw malformed("more than " + MAX_ENTRIES + " entries", slot);
      }
      ranges.add(new Range(kernel, first, last, slot));
    }
  }

  private Value layout(long type, long address) {
    if (type == leafType || type == rangeType) {
      return kernel.object("struct maple_range_64", address);
    }
    if (type == arangeType) {
      return kernel.object("struct maple_arange_64", address);
    }
    throw malformed("node of type " + type, address);
  }

  private static Malformed malformed(String what, long address) {
    return new Malformed(what, "struct maple_node", address);
  }
}
