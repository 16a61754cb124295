package org.vmcore.kernel.cgroup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct mem_cgroup}, {@code include/linux/memcontrol.h}: the controller {@code memory}.
 */
public final class MemCgroup {
  private final Value memcg;

  /**
   * @param memcg the {@code struct mem_cgroup}
   */
  public MemCgroup(Value memcg) {
    this.memcg = memcg;
  }

  /** The group whose file this is. */
  public static MemCgroup of(CgroupFile file) {
    return new MemCgroup(file.state("struct mem_cgroup"));
  }

  /** That of a control group in which the controller is enabled. */
  public static Optional<MemCgroup> of(Cgroup group) {
    return group
        .css("memory_cgrp_id")
        .map(css -> new MemCgroup(css.containerOf("struct mem_cgroup", "css")));
  }

  /** All that there are, with those of removed groups that still have memory charged. */
  public static List<MemCgroup> all(Program kernel) {
    List<MemCgroup> all = new ArrayList<>();
    Deque<Value> rest =
        new ArrayDeque<>(List.of(kernel.symbol("root_mem_cgroup").deref().field("css")));
    while (!rest.isEmpty() && all.size() < MAX_GROUPS) {
      Value css = rest.pop();
      all.add(new MemCgroup(css.containerOf("struct mem_cgroup", "css")));
      ListHead.forEachEntry(css.field("children"), "struct cgroup_subsys_state", "sibling")
          .forEach(rest::push);
    }
    return all;
  }

  private static final int MAX_GROUPS = 1 << 20;

  /** The control group whose memory it counts. */
  public Cgroup cgroup() {
    return new Cgroup(memcg.at("css.cgroup"));
  }

  /** Whether its group still has the controller; one that was removed has not. */
  public boolean isOnline() {
    return (memcg.at("css.flags").asLong() & kernel().enumerator("CSS_ONLINE")) != 0;
  }

  /** The {@code struct mem_cgroup}. */
  public Value value() {
    return memcg;
  }

  public boolean isRoot() {
    return memcg.address() == memcg.program().symbol("root_mem_cgroup").asLong();
  }

  /** {@code parent_mem_cgroup()}. */
  public Optional<MemCgroup> parent() {
    Value css = memcg.at("css.parent");
    return css.isNull()
        ? Optional.empty()
        : Optional.of(new MemCgroup(css.containerOf("struct mem_cgroup", "css")));
  }

  /**
   * @param member {@code "memory"}, {@code "swap"}, {@code "memsw"}, {@code "kmem"} or {@code
   *     "tcpmem"}
   */
  public PageCounter counter(String member) {
    return new PageCounter(memcg.field(member));
  }

  /** Pages above which it is reclaimed; {@code memcg.high} before 5.8. */
  public long highNrPages() {
    return MemberVariants.first(memcg, "memory.high", "high").asLong();
  }

  /** {@code memcg_page_state()}: with the groups below. */
  public long pageState(long item) {
    return positive(MemcgStats.of(memcg).states().total(items().place(item)));
  }

  /** {@code memcg_page_state_local()}: without them. */
  public long pageStateLocal(long item) {
    return positive(MemcgStats.of(memcg).states().local(items().place(item)));
  }

  /** {@code memcg_events()}. */
  public long events(long event) {
    return MemcgStats.of(memcg).events().total(items().placeOfEvent(event));
  }

  /** {@code memcg_events_local()}. */
  public long eventsLocal(long event) {
    return MemcgStats.of(memcg).events().local(items().placeOfEvent(event));
  }

  /** {@code lruvec_page_state()}: of one node, with the groups below. */
  public long lruvecPageState(int nid, long item) {
    return positive(MemcgStats.of(memcg).nodes().get(nid).total(items().place(item)));
  }

  /** {@code lruvec_page_state_local()}: without them. */
  public long lruvecPageStateLocal(int nid, long item) {
    return positive(MemcgStats.of(memcg).nodes().get(nid).local(items().place(item)));
  }

  /** Sums over CPUs that are taken while they count may be below zero. */
  private static long positive(long sum) {
    return Math.max(0, sum);
  }

  private MemcgItems items() {
    return MemcgItems.of(kernel());
  }

  private Program kernel() {
    return memcg.program();
  }
}
