package org.vmcore.kernel.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct hstate}, {@code mm/hugetlb.c}: huge pages of one size that are set aside. */
public final class HugePagePool {
  private static final int MAX_ORDER = 40; // a page of a petabyte

  private final Value state;

  private HugePagePool(Value state) {
    this.state = state;
  }

  /** The pools of all sizes, in the order in which the kernel set them up. */
  public static List<HugePagePool> of(Program kernel) {
    return kernel.computed(HugePagePool.class, HugePagePool::find);
  }

  private static List<HugePagePool> find(Program kernel) {
    Optional<Value> states = kernel.findSymbol("hstates");
    List<HugePagePool> pools = new ArrayList<>();
    if (states.isPresent()) {
      int count = kernel.symbol("hugetlb_max_hstate").asInt();
      for (Value state : states.get().elements(Math.min(count, states.get().length()))) {
        pools.add(new HugePagePool(state));
      }
    }
    return List.copyOf(pools);
  }

  /** {@code default_hstate}: the one that {@code meminfo} shows; empty without huge pages. */
  public static Optional<HugePagePool> ofDefaultSize(Program kernel) {
    List<HugePagePool> pools = of(kernel);
    if (pools.isEmpty()) {
      return Optional.empty();
    }
    int index = kernel.symbol("default_hstate_idx").asInt();
    return index >= 0 && index < pools.size() ? Optional.of(pools.get(index)) : Optional.empty();
  }

  /** {@code hugetlb_total_pages()}: small pages in all of them. */
  public static long totalPages(Program kernel) {
    return of(kernel).stream()
        .mapToLong(pool -> pool.number("nr_huge_pages") << pool.order())
        .sum();
  }

  /** The {@code struct hstate}. */
  public Value value() {
    return state;
  }

  /** A number of pages of this size: {@code nr_huge_pages}, {@code free_huge_pages} and others. */
  public long number(String member) {
    return state.field(member).asLong();
  }

  /** The same on one node: {@code nr_huge_pages_node}. */
  public long number(String member, int node) {
    return state.field(member).index(node).asLong();
  }

  /** {@code huge_page_order()}. */
  public int order() {
    long order = state.field("order").asLong();
    if (order < 0 || order > MAX_ORDER) {
      throw new Malformed("absurd order " + order, "struct hstate", state.address());
    }
    return (int) order;
  }

  /** Into pages of which size its pages can be broken, 5.16+; 0 when they cannot. */
  public int demoteOrder() {
    long order = state.has("demote_order") ? state.field("demote_order").asLong() : 0;
    return order < 0 || order > MAX_ORDER ? 0 : (int) order;
  }

  /** Nodes that show their pools in sysfs: {@code node_hstates[]}. */
  public static List<Node> nodesWithFiles(Program kernel) {
    Optional<Value> shown = kernel.findSymbol("node_hstates");
    return Node.online(kernel).stream()
        .filter(node -> shown.isPresent() && node.id() < shown.get().length())
        .filter(node -> !shown.get().index(node.id()).field("hugepages_kobj").isNull())
        .toList();
  }

  /** {@code huge_page_size()} in kB. */
  public long sizeKb() {
    return (long) state.program().pageSizeBytes() << order() >> 10;
  }

  /** Its directory in sysfs: {@code hugepages-2048kB}. */
  public String name() {
    return state.field("name").asString();
  }
}
