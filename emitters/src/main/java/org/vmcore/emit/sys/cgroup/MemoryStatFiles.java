package org.vmcore.emit.sys.cgroup;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.MemCgroup;
import org.vmcore.kernel.cgroup.MemcgItems;
import org.vmcore.kernel.cgroup.MemcgItems.MemoryStat;
import org.vmcore.kernel.mm.NodeMask;
import org.vmcore.kernel.mm.VmStatNames;
import org.vmcore.model.Entries;
import org.vmcore.model.Program;

/** {@code memory.stat} and {@code memory.numa_stat} of version 2, {@code mm/memcontrol.c}. */
final class MemoryStatFiles {
  private static final List<String> RECLAIMERS =
      List.of("KSWAPD", "DIRECT", "PROACTIVE", "KHUGEPAGED");

  // The order of events before there was a table of them: two sums stand between these.
  private static final List<String> BEFORE_SUMS = List.of("PGFAULT", "PGMAJFAULT", "PGREFILL");

  private static final List<String> AFTER_SUMS =
      List.of(
          "PGACTIVATE",
          "PGDEACTIVATE",
          "PGLAZYFREE",
          "PGLAZYFREED",
          "THP_FAULT_ALLOC",
          "THP_COLLAPSE_ALLOC");

  private MemoryStatFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("memory_stat_show", MemoryStatFiles::stat);
    functions.put("memory_numa_stat_show", MemoryStatFiles::numaStat);
  }

  /** {@code memory_stat_format()}: one function shows both versions' file since 6.5. */
  private static void stat(CgroupFile file, Text out) {
    if (!file.cgroup().isOnDfl()) {
      LegacyMemoryStat.stat(file, out);
      return;
    }
    MemCgroup memcg = MemCgroup.of(file);
    Program kernel = file.kernel();
    states(kernel, memcg, out);
    MemcgItems items = MemcgItems.of(kernel);
    if (items.vmEvents().isEmpty()) {
      BEFORE_SUMS.forEach(event -> event(kernel, memcg, event, out));
    }
    out.line("pgscan %lu", sum(kernel, memcg, "pgscan_"));
    out.line("pgsteal %lu", sum(kernel, memcg, "pgsteal_"));
    if (items.vmEvents().isEmpty()) {
      AFTER_SUMS.forEach(event -> event(kernel, memcg, event, out));
      return;
    }
    for (long event : items.vmEvents().get()) {
      if (!is(kernel, event, "PGPGIN") && !is(kernel, event, "PGPGOUT")) {
        event(kernel, memcg, event, out);
      }
    }
  }

  private static void states(Program kernel, MemCgroup memcg, Text out) {
    for (MemoryStat stat : MemcgItems.of(kernel).memoryStats()) {
      if (is(kernel, stat.item(), "NR_HUGETLB") && !accountsHugetlb(kernel)) {
        continue;
      }
      long sizeBytes = memcg.pageState(stat.item()) * stat.unitBytes();
      out.line("%s %llu", stat.name(), sizeBytes);
      if (stat.item() == kernel.enumerator("NR_SLAB_UNRECLAIMABLE_B")) {
        long reclaimable = kernel.enumerator("NR_SLAB_RECLAIMABLE_B");
        out.line("slab %llu", sizeBytes + memcg.pageState(reclaimable) * stat.unitBytes());
      }
    }
  }

  /** {@code memcg_accounts_hugetlb()}: mounted with {@code memory_hugetlb_accounting}. */
  private static boolean accountsHugetlb(Program kernel) {
    long flags = kernel.symbol("cgrp_dfl_root").field("flags").asLong();
    return (flags & kernel.enumerator("CGRP_ROOT_MEMORY_HUGETLB_ACCOUNTING")) != 0;
  }

  private static boolean is(Program kernel, long item, String constant) {
    OptionalLong value = kernel.findEnumerator(constant);
    return value.isPresent() && value.getAsLong() == item;
  }

  /** What all reclaimers did: events, or states of nodes since 7.1. */
  private static long sum(Program kernel, MemCgroup memcg, String prefix) {
    boolean states = MemcgItems.of(kernel).hasMemoryStat(prefix + "kswapd");
    String constants = prefix.equals("pgscan_") ? "PGSCAN_" : "PGSTEAL_";
    long sum = 0;
    for (String reclaimer : RECLAIMERS) {
      OptionalLong item = kernel.findEnumerator(constants + reclaimer);
      if (item.isPresent()) {
        sum += states ? memcg.pageState(item.getAsLong()) : memcg.events(item.getAsLong());
      }
    }
    return sum;
  }

  private static void event(Program kernel, MemCgroup memcg, String constant, Text out) {
    kernel.findEnumerator(constant).ifPresent(event -> event(kernel, memcg, event, out));
  }

  static void event(Program kernel, MemCgroup memcg, long event, Text out) {
    String name = Entries.at(VmStatNames.of(kernel).ofEvents(), event, "vmstat_text");
    out.line("%s %lu", name, memcg.events(event));
  }

  private static void numaStat(CgroupFile file, Text out) {
    Program kernel = file.kernel();
    MemCgroup memcg = MemCgroup.of(file);
    long nrNodeItems = kernel.enumerator("NR_VM_NODE_STAT_ITEMS");
    int[] nodes = NodeMask.of(kernel, "N_MEMORY").stream().toArray();
    for (MemoryStat stat : MemcgItems.of(kernel).memoryStats()) {
      if (stat.item() < nrNodeItems) {
        out.print("%s", stat.name());
        for (int nid : nodes) {
          long size = memcg.lruvecPageState(nid, stat.item()) * stat.unitBytes();
          out.print(" N%d=%llu", nid, size);
        }
        out.append('\n');
      }
    }
  }
}
