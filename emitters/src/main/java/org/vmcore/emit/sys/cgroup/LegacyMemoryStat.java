package org.vmcore.emit.sys.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.MemCgroup;
import org.vmcore.kernel.cgroup.MemcgItems;
import org.vmcore.kernel.cgroup.PageCounter;
import org.vmcore.kernel.mm.NodeMask;
import org.vmcore.kernel.mm.VmStatNames;
import org.vmcore.model.Entries;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code memory.stat} and {@code memory.numa_stat} of version 1, {@code mm/memcontrol-v1.c} or
 * {@code mm/memcontrol.c}: each number of the group alone, then with those below.
 */
final class LegacyMemoryStat {
  private LegacyMemoryStat() {}

  /** {@code memcg1_stat_format()}. */
  static void stat(CgroupFile file, Text out) {
    Program kernel = file.kernel();
    MemCgroup memcg = MemCgroup.of(file);
    print("", kernel, memcg::pageStateLocal, memcg::eventsLocal, out);
    long memory = lowestMax(memcg, "memory");
    out.line("hierarchical_memory_limit %llu", memory * kernel.pageSizeBytes());
    if (accountsSwap(kernel)) {
      long memsw = lowestMax(memcg, "memsw");
      out.line("hierarchical_memsw_limit %llu", memsw * kernel.pageSizeBytes());
    }
    print("total_", kernel, memcg::pageState, memcg::events, out);
  }

  private static void print(
      String prefix, Program kernel, LongUnaryOperator state, LongUnaryOperator events, Text out) {
    long[] items = kernel.symbol("memcg1_stats").longs();
    List<Value> names = kernel.symbol("memcg1_stat_names").elements();
    for (int i = 0; i < items.length; i++) {
      String name = names.get(i).asString();
      if (!name.equals("swap") || accountsSwap(kernel)) {
        long size = state.applyAsLong(items[i]) * MemcgItems.of(kernel).unitBytes(items[i]);
        out.line("%s%s %llu", prefix, name, size);
      }
    }
    for (long event : kernel.symbol("memcg1_events").longs()) {
      String name = Entries.at(VmStatNames.of(kernel).ofEvents(), event, "vmstat_text");
      out.line("%s%s %llu", prefix, name, events.applyAsLong(event));
    }
    int first = (int) kernel.enumerator("NR_LRU_BASE");
    for (int list = 0; list < kernel.enumerator("NR_LRU_LISTS"); list++) {
      String name = VmStatNames.of(kernel).ofNodes().get(first + list).replaceFirst("^nr_", "");
      long nrPages = state.applyAsLong(first + list);
      out.line("%s%s %llu", prefix, name, nrPages * kernel.pageSizeBytes());
    }
  }

  /** {@code do_memsw_account()} of version 1: unless switched off, which it can be up to 5.19. */
  private static boolean accountsSwap(Program kernel) {
    return !kernel.findSymbol("cgroup_memory_noswap").map(Value::asBoolean).orElse(false);
  }

  /** The limit of the group or one above that is met first. */
  private static long lowestMax(MemCgroup memcg, String counter) {
    long lowest = PageCounter.maxPages(memcg.value().program());
    for (Optional<MemCgroup> up = Optional.of(memcg); up.isPresent(); up = up.get().parent()) {
      lowest = Math.min(lowest, up.get().counter(counter).maxNrPages());
    }
    return lowest;
  }

  private record Lists(String name, List<Long> items) {}

  /** {@code memcg_numa_stat_show()}. */
  static void numaStat(CgroupFile file, Text out) {
    Program kernel = file.kernel();
    MemCgroup memcg = MemCgroup.of(file);
    int[] nodes = NodeMask.of(kernel, "N_MEMORY").stream().toArray();
    for (Lists lists : lists(kernel)) {
      out.print("%s=%lu", lists.name, sum(lists, memcg::pageStateLocal));
      for (int nid : nodes) {
        out.print(" N%d=%lu", nid, sum(lists, item -> memcg.lruvecPageStateLocal(nid, item)));
      }
      out.append('\n');
    }
    for (Lists lists : lists(kernel)) {
      out.print("hierarchical_%s=%lu", lists.name, sum(lists, memcg::pageState));
      for (int nid : nodes) {
        out.print(" N%d=%lu", nid, sum(lists, item -> memcg.lruvecPageState(nid, item)));
      }
      out.append('\n');
    }
  }

  private static long sum(Lists lists, LongUnaryOperator nrPages) {
    return lists.items.stream().mapToLong(nrPages::applyAsLong).sum();
  }

  private static List<Lists> lists(Program kernel) {
    long inactiveAnon = kernel.enumerator("NR_INACTIVE_ANON");
    long activeAnon = kernel.enumerator("NR_ACTIVE_ANON");
    long inactiveFile = kernel.enumerator("NR_INACTIVE_FILE");
    long activeFile = kernel.enumerator("NR_ACTIVE_FILE");
    long unevictable = kernel.enumerator("NR_UNEVICTABLE");
    List<Lists> lists = new ArrayList<>();
    lists.add(
        new Lists(
            "total", List.of(inactiveAnon, activeAnon, inactiveFile, activeFile, unevictable)));
    lists.add(new Lists("file", List.of(inactiveFile, activeFile)));
    lists.add(new Lists("anon", List.of(inactiveAnon, activeAnon)));
    lists.add(new Lists("unevictable", List.of(unevictable)));
    return lists;
  }
}
