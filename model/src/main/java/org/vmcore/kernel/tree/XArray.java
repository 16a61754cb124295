package org.vmcore.kernel.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code struct xarray}, {@code lib/xarray.c}, and {@code struct radix_tree_root}, which it
 * replaced in 4.20 (some kernels have both): the root's members tell.
 */
public final class XArray {
  private static final int MAX_ENTRIES = 16 << 20;
  private static final int MAX_SHIFT = 63;

  private final Program kernel;
  private final NodeForm form;
  private final long head;

  private XArray(Value root) {
    this.kernel = root.program();
    boolean xarray = root.has("xa_head");
    this.form = xarray ? NodeForm.xarray(kernel) : NodeForm.radixTree(kernel);
    this.head = root.field(xarray ? "xa_head" : "rnode").asLong();
  }

  /**
   * {@code xa_for_each()}: all entries by index; numbers ({@code xa_mk_value()}) as they are.
   *
   * @param root the {@code struct xarray} or {@code struct radix_tree_root}, or a pointer to it
   * @throws Malformed when the tree is deeper or larger than can be
   */
  public static List<Slot> entries(Value root) {
    XArray array = new XArray(root);
    List<Slot> entries = new ArrayList<>();
    if (array.form.isNode(array.head)) {
      array.addBelow(array.form.address(array.head), 0, MAX_SHIFT + 1, entries);
    } else if (array.isEntry(array.head)) {
      entries.add(new Slot(array.kernel, 0, array.head));
    }
    return entries;
  }

  /** Reserved ones ({@code XA_ZERO_ENTRY}, {@code XA_RETRY_ENTRY}) count as nothing. */
  private boolean isEntry(long entry) {
    return entry != 0 && !form.isInternal(entry);
  }

  private void addBelow(long node, long firstIndex, int shiftAbove, List<Slot> entries) {
    int shift = shift(node, shiftAbove);
    long[] slots = slots(node);
    for (int i = 0; i < slots.length; i++) {
      long index = firstIndex + ((long) i << shift);
      if (form.isNode(slots[i]) && !form.isSibling(slots[i], node)) {
        addBelow(form.address(slots[i]), index, shift, entries);
      } else if (isEntry(slots[i])) {
        if (entries.size() == MAX_ENTRIES) {
          throw new Malformed("more than " + MAX_ENTRIES + " entries", "struct xarray", node);
        }
        entries.add(new Slot(kernel, index, slots[i]));
      }
    }
  }

  /** The shift shrinks from node to node, so that every walk ends. */
  private int shift(long node, int shiftAbove) {
    int shift = kernel.memory().u8(node + form.shiftOffset());
    if (shift >= shiftAbove) {
      throw new Malformed("shift " + shift + " below " + shiftAbove, form.node().spelling(), node);
    }
    return shift;
  }

  private long[] slots(long node) {
    return kernel
        .object("unsigned long", node + form.slotsOffset())
        .addressOf()
        .longs(form.nrSlots());
  }

  /**
   * {@code xa_load()}: what stands at an index.
   *
   * @throws Malformed when the tree is deeper than can be
   */
  public static Optional<Slot> load(Value root, long index) {
    XArray array = new XArray(root);
    long entry = array.find(index);
    return array.isEntry(entry)
        ? Optional.of(new Slot(array.kernel, index, entry))
        : Optional.empty();
  }

  private long find(long index) {
    long entry = head;
    int shiftAbove = MAX_SHIFT + 1;
    if (!form.isNode(entry)) {
      return index == 0 ? entry : 0;
    }
    while (form.isNode(entry)) {
      long node = form.address(entry);
      int shift = shift(node, shiftAbove);
      long slot = index >>> shift;
      if (shiftAbove > MAX_SHIFT && Long.compareUnsigned(slot, form.nrSlots()) >= 0) {
        return 0;
      }
      entry = slotOf(node, (int) (slot & form.nrSlots() - 1));
      shiftAbove = shift;
    }
    return entry;
  }

  /** The slot, or the one before it that a large entry starts at. */
  private long slotOf(long node, int slot) {
    long entry = kernel.memory().u64(node + form.slotsOffset() + 8L * slot);
    if (form.mark() == 2 && form.isInternal(entry) && !form.isNode(entry)) {
      long sibling = entry >>> 2; // xa_to_sibling()
      return sibling < slot ? kernel.memory().u64(node + form.slotsOffset() + 8L * sibling) : 0;
    }
    if (form.isNode(entry) && form.isSibling(entry, node)) {
      return kernel.memory().u64(form.address(entry));
    }
    return entry;
  }
}
