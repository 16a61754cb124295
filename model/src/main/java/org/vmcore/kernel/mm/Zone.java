package org.vmcore.kernel.mm;

import java.util.Optional;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct zone}, {@code include/linux/mmzone.h}. Immutable; its counters are read once. */
public final class Zone {
  private final int nodeId;
  private final Value zone;
  private final long presentPages;
  private final StatCounters states;
  private final Optional<StatCounters> numaEvents;

  Zone(int nodeId, Value zone) {
    this.nodeId = nodeId;
    this.zone = zone;
    this.presentPages = zone.field("present_pages").asLong();
    this.states = new StatCounters(zone.field("vm_stat"), perCpuStats(), "vm_stat_diff");
    this.numaEvents =
        MemberVariants.find(zone, "vm_numa_event", "vm_numa_stat")
            .map(events -> new StatCounters(events, perCpuStats(), numaDiff()));
  }

  /** Zones without memory keep those that stood in for them at boot: they hold nothing. */
  private Optional<Value> perCpuStats() {
    return presentPages == 0
        ? Optional.empty()
        : MemberVariants.find(zone, "per_cpu_zonestats", "pageset");
  }

  /** 5.14+: events of their own; before, differences as of other counters. */
  private String numaDiff() {
    return zone.has("vm_numa_event") ? "vm_numa_event" : "vm_numa_stat_diff";
  }

  /** The {@code struct zone}. */
  public Value value() {
    return zone;
  }

  public int nodeId() {
    return nodeId;
  }

  public String name() {
    return zone.field("name").asString();
  }

  /** {@code zone_idx()}: its place among the zones of its node. */
  public int index() {
    Value first = zone.field("zone_pgdat").field("node_zones");
    return (int) ((zone.address() - first.address()) / zone.type().sizeBytes());
  }

  /** {@code populated_zone()}: whether it has memory. */
  public boolean isPopulated() {
    return presentPages != 0;
  }

  public long presentPages() {
    return presentPages;
  }

  /** {@code zone_managed_pages()}: an atomic number since 5.0. */
  public long managedPages() {
    return MemberVariants.first(zone, "managed_pages.counter", "managed_pages").asLong();
  }

  public long spannedPages() {
    return zone.field("spanned_pages").asLong();
  }

  /** {@code zone_spans_pfn()}. */
  public boolean spans(long pfn) {
    return pfn >= startPfn() && pfn < startPfn() + spannedPages();
  }

  public long startPfn() {
    return zone.field("zone_start_pfn").asLong();
  }

  /** {@code zone_cma_pages()}. */
  public long cmaPages() {
    return zone.has("cma_pages") ? zone.field("cma_pages").asLong() : 0;
  }

  /** {@code watermark_boost}, 5.0+. */
  public long watermarkBoost() {
    return zone.has("watermark_boost") ? zone.field("watermark_boost").asLong() : 0;
  }

  /**
   * {@code min_wmark_pages()} and its like: the boost included.
   *
   * @param mark {@code WMARK_MIN}, {@code WMARK_LOW}, {@code WMARK_HIGH}, {@code WMARK_PROMO}
   */
  public long watermark(String mark) {
    long index = zone.program().enumerator(mark);
    return MemberVariants.first(zone, "_watermark", "watermark").index(index).asLong()
        + watermarkBoost();
  }

  /** {@code zone_page_state()}, with what CPUs have not handed in yet. */
  public long pageState(int item) {
    return Math.max(0, states.get(item));
  }

  /** {@code zone_numa_event_state()}, all CPUs included. */
  public long numaEvent(int item) {
    return numaEvents.map(events -> events.get(item)).orElse(0L);
  }

  StatCounters states() {
    return states;
  }

  Optional<StatCounters> numaEvents() {
    return numaEvents;
  }

  /** Blocks of free pages by order: {@code free_area[order].nr_free}. */
  public long[] freeBlocks() {
    return zone.field("free_area").elements().stream()
        .mapToLong(area -> area.field("nr_free").asLong())
        .toArray();
  }

  /** A CPU's lists of free pages: {@code struct per_cpu_pages}. */
  public Value perCpuPages(int cpu) {
    Program kernel = zone.program();
    return zone.has("per_cpu_pageset") // 5.14+
        ? PerCpu.of(kernel).ptr(zone.field("per_cpu_pageset"), cpu)
        : PerCpu.of(kernel).ptr(zone.field("pageset"), cpu).field("pcp");
  }

  /** From when on a CPU hands in its counts; empty on a kernel without SMP. */
  public Optional<Value> statThreshold(int cpu) {
    return perCpuStats()
        .map(stats -> PerCpu.of(zone.program()).ptr(stats, cpu))
        .flatMap(stats -> MemberVariants.find(stats, "stat_threshold"));
  }
}
