package org.vmcore.kernel.mm;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct vmap_area} with its {@code struct vm_struct}, {@code include/linux/vmalloc.h}.
 */
public final class VmallocArea {
  private static final long VMAP_RAM = 1; // mm/vmalloc.c
  private static final long VM_UNINITIALIZED = 0x20; // include/linux/vmalloc.h
  private static final long MAX_PAGES = 1L << 26;
  private static final int MAX_ORDER_BITS = 0x1f;

  private final Value area;

  public VmallocArea(Value area) {
    this.area = area;
  }

  public long start() {
    return area.field("va_start").asLong();
  }

  public long end() {
    return area.field("va_end").asLong();
  }

  /** What was asked for; empty for {@code vm_map_ram()}. */
  public Optional<Value> vm() {
    Value vm = area.field("vm");
    return vm.isNull() ? Optional.empty() : Optional.of(vm.deref());
  }

  /** Whether it is of {@code vm_map_ram()}: marked as such since 6.3. */
  public boolean isMappedRam() {
    boolean marked = !area.has("flags") || (area.field("flags").asLong() & VMAP_RAM) != 0;
    return vm().isEmpty() && marked;
  }

  /**
   * {@code show_numa_info()}: pages by node.
   *
   * @throws Malformed when it has more pages than can be
   */
  public static Map<Integer, Long> pagesByNode(Value vm) {
    Program kernel = vm.program();
    long nrPages = vm.field("nr_pages").asLong();
    Map<Integer, Long> counts = new TreeMap<>();
    if (nrPages == 0 || (vm.field("flags").asLong() & VM_UNINITIALIZED) != 0) {
      return counts;
    }
    if (nrPages < 0 || nrPages > MAX_PAGES) {
      throw new Malformed("absurd number of pages " + nrPages, "struct vm_struct", vm.address());
    }
    if (Node.online(kernel).size() == 1) {
      counts.put(Node.online(kernel).get(0).id(), nrPages);
      return counts;
    }
    int order = vm.has("page_order") ? vm.field("page_order").asInt() : 0;
    long[] pages = vm.field("pages").cast("unsigned long *").longs((int) nrPages);
    return pagesByNode(pages, order & MAX_ORDER_BITS, PageFlags.of(kernel)::nid);
  }

  /**
   * @param pages addresses of their {@code struct page}s
   * @param order of the pieces that they were taken in
   */
  static Map<Integer, Long> pagesByNode(long[] pages, int order, LongToIntFunction nid) {
    Map<Integer, Long> counts = new TreeMap<>();
    long step = 1L << order;
    for (long i = 0; i < pages.length; i += step) {
      counts.merge(nid.applyAsInt(pages[(int) i]), step, Long::sum);
    }
    return counts;
  }
}
