package org.vmcore.emit.proc;

import java.util.List;
import java.util.function.IntToLongFunction;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.mm.Node;
import org.vmcore.kernel.mm.TransparentHugePages;
import org.vmcore.kernel.mm.VmStatNames;
import org.vmcore.kernel.mm.Zone;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/zoneinfo} as {@code zoneinfo_show_print()}, {@code mm/vmstat.c}. */
final class ZoneInfo {
  private static final int MAX_RECLAIM_RETRIES = 16; // mm/internal.h

  @Emits("proc/zoneinfo")
  void zoneinfo(Program kernel, Text out) {
    for (Node node : Node.online(kernel)) {
      List<Zone> populated = node.populatedZones();
      for (Zone zone : node.zones()) {
        out.print("Node %d, zone %8s", node.id(), zone.name());
        if (!populated.isEmpty() && populated.get(0) == zone) {
          perNode(kernel, node, out);
        }
        sizes(kernel, zone, out);
        protection(zone, out);
        if (zone.isPopulated()) {
          counters(kernel, zone, out);
          pagesets(kernel, zone, out);
          end(kernel, node, zone, out);
        }
        out.append('\n');
      }
    }
  }

  private static void perNode(Program kernel, Node node, Text out) {
    TransparentHugePages huge = TransparentHugePages.of(kernel);
    out.print("\n  per-node stats");
    rows(VmStatNames.of(kernel).ofNodes(), item -> huge.shown(item, node.pageState(item)), out);
  }

  private static void rows(List<String> names, IntToLongFunction value, Text out) {
    for (int item = 0; item < names.size(); item++) {
      out.print("\n      %-12s %lu", names.get(item), value.applyAsLong(item));
    }
  }

  private static void sizes(Program kernel, Zone zone, Text out) {
    RodataStrings rows = RodataStrings.of(kernel);
    out.print("\n  pages free     %lu", zone.pageState((int) kernel.enumerator("NR_FREE_PAGES")));
    if (rows.has("\n        boost    %lu")) { // 5.14+
      out.print("\n        boost    %lu", zone.watermarkBoost());
    }
    out.print("\n        min      %lu", zone.watermark("WMARK_MIN"));
    out.print("\n        low      %lu", zone.watermark("WMARK_LOW"));
    out.print("\n        high     %lu", zone.watermark("WMARK_HIGH"));
    if (rows.has("\n        promo    %lu")) { // 6.11+
      out.print("\n        promo    %lu", zone.watermark("WMARK_PROMO"));
    }
    out.print("\n        spanned  %lu", zone.spannedPages());
    out.print("\n        present  %lu", zone.presentPages());
    out.print("\n        managed  %lu", zone.managedPages());
    if (rows.has("\n        cma      %lu")) { // 5.12+
      out.print("\n        cma      %lu", zone.cmaPages());
    }
  }

  private static void protection(Zone zone, Text out) {
    String separator = "\n        protection: (";
    for (long reserve : zone.value().field("lowmem_reserve").longs()) {
      out.print("%s%ld", separator, reserve);
      separator = ", ";
    }
    out.append(')');
  }

  private static void counters(Program kernel, Zone zone, Text out) {
    VmStatNames names = VmStatNames.of(kernel);
    rows(names.ofZones(), zone::pageState, out);
    rows(names.ofNumaEvents(), zone::numaEvent, out);
  }

  private static void pagesets(Program kernel, Zone zone, Text out) {
    boolean limits =
        RodataStrings.of(kernel).has("\n              high_min: %i"); // newer than 6.12
    String row = limits ? "\n              %-9s %i" : "\n              %-6s %i";
    out.print("\n  pagesets");
    for (int cpu : CpuMask.online(kernel).stream().toArray()) {
      Value pages = zone.perCpuPages(cpu);
      out.print("\n    cpu: %i", cpu);
      out.print(row, "count:", pages.field("count").asLong());
      out.print(row, "high:", pages.field("high").asLong());
      out.print(row, "batch:", pages.field("batch").asLong());
      if (limits) {
        out.print(row, "high_min:", pages.field("high_min").asLong());
        out.print(row, "high_max:", pages.field("high_max").asLong());
      }
      zone.statThreshold(cpu)
          .ifPresent(threshold -> out.print("\n  vm stats threshold: %d", threshold.asLong()));
    }
  }

  private static void end(Program kernel, Node node, Zone zone, Text out) {
    Value failures = node.value().field("kswapd_failures");
    long failed = failures.has("counter") ? failures.field("counter").asLong() : failures.asLong();
    out.print("\n  node_unreclaimable:  %u", failed >= MAX_RECLAIM_RETRIES ? 1 : 0);
    out.print("\n  start_pfn:           %lu", zone.startPfn());
    if (RodataStrings.of(kernel).has("\n  reserved_highatomic: %lu")) { // 6.13+
      out.print("\n  reserved_highatomic: %lu", highatomic(zone, "nr_reserved_highatomic"));
      out.print("\n  free_highatomic:     %lu", highatomic(zone, "nr_free_highatomic"));
    }
  }

  private static long highatomic(Zone zone, String member) {
    return zone.value().field(member).asLong();
  }
}
