package org.vmcore.emit.plugins.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.mm.HugePagePool;
import org.vmcore.kernel.mm.MemoryTotals;
import org.vmcore.kernel.mm.PageCache;
import org.vmcore.kernel.mm.SlabCache;
import org.vmcore.kernel.mm.VmStat;
import org.vmcore.kernel.mm.VmallocArea;
import org.vmcore.kernel.mm.VmallocAreas;
import org.vmcore.kernel.task.MmCounters;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * Who holds the memory: the kinds of use with what is left unexplained, and the largest of each.
 */
final class WhoFile {
  private static final int MAX_ROWS = 15;

  @Emits("plugins/memory/who.txt")
  void who(Program kernel, Text out) {
    kinds(kernel, out);
    processes(kernel, out);
    files(kernel, out);
    slabs(kernel, out);
    vmalloc(kernel, out);
  }

  /** Kinds of use that do not overlap; the rest belongs to drivers and to the kernel itself. */
  private static void kinds(Program kernel, Text out) {
    VmStat stat = VmStat.of(kernel);
    MemoryTotals totals = MemoryTotals.of(kernel);
    Map<String, Long> kb = new LinkedHashMap<>();
    kb.put("free", pagesKb(kernel, totals.free()));
    kb.put("programs (anonymous)", pagesKb(kernel, stat.global("NR_ANON_MAPPED")));
    long shmem = totals.shmem();
    kb.put("shared memory, tmpfs", pagesKb(kernel, shmem));
    kb.put(
        "page cache of files",
        pagesKb(kernel, stat.global("NR_FILE_PAGES") - shmem - totals.swapCached()));
    kb.put("slab, reclaimable", pagesKb(kernel, totals.slabReclaimable()));
    kb.put("slab, unreclaimable", pagesKb(kernel, totals.slabUnreclaimable()));
    boolean stacksInVmalloc = kernel.hasMember("struct task_struct", "stack_vm_area");
    kb.put(
        stacksInVmalloc ? "vmalloc, stacks included" : "vmalloc",
        pagesKb(kernel, totals.vmallocUsed()));
    kb.put("page tables", pagesKb(kernel, stat.global("NR_PAGETABLE")));
    if (!stacksInVmalloc) {
      kb.put("kernel stacks", stat.global("NR_KERNEL_STACK_KB"));
    }
    kb.put("data of CPUs", pagesKb(kernel, totals.percpu()));
    kb.put("huge pages set aside", pagesKb(kernel, HugePagePool.totalPages(kernel)));
    long total = pagesKb(kernel, totals.total());
    long explained = kb.values().stream().mapToLong(Long::longValue).sum();
    out.line("%-24s %12lu kB", "total", total);
    kb.forEach((what, size) -> out.line("%-24s %12lu kB", what, size));
    out.line("%-24s %12ld kB", "unexplained", total - explained);
  }

  private static long pagesKb(Program kernel, long pages) {
    return pages << kernel.pageShift() - 10;
  }

  private static void processes(Program kernel, Text out) {
    record Row(Task task, long anon, long shmem, long file, long swap, long tables) {}
    List<Row> rows = new ArrayList<>();
    for (Task task : Tasks.of(kernel).processes()) {
      try {
        Optional<Value> mm = task.userMm();
        if (mm.isPresent()) {
          MmCounters counters = new MmCounters(mm.get());
          rows.add(
              new Row(
                  task,
                  pagesKb(kernel, counters.pages("MM_ANONPAGES")),
                  pagesKb(kernel, counters.pages("MM_SHMEMPAGES")),
                  pagesKb(kernel, counters.pages("MM_FILEPAGES")),
                  pagesKb(kernel, counters.pages("MM_SWAPENTS")),
                  counters.pageTableBytes() >> 10));
        }
      } catch (MemoryFault fault) {
        out.partial("memory of a process: " + fault.what());
      }
    }
    rows.sort(Comparator.comparingLong((Row row) -> row.anon() + row.shmem()).reversed());
    out.line("\nProcesses (anonymous memory is theirs alone but after fork, the rest is shared)");
    TextTable table = new TextTable();
    table.right("PID", 1).right("ANON-KB", 1).right("SHMEM-KB", 1).right("FILE-KB", 1);
    table.right("SWAP-KB", 1).right("TABLES-KB", 1).left("NAME", 1);
    for (Row row : rows.stream().limit(MAX_ROWS).toList()) {
      table.row(
          Integer.toString(row.task().pid()),
          Long.toString(row.anon()),
          Long.toString(row.shmem()),
          Long.toString(row.file()),
          Long.toString(row.swap()),
          Long.toString(row.tables()),
          row.task().comm());
    }
    table.print(out);
  }

  private static void files(Program kernel, Text out) {
    PageCache cache = PageCache.of(kernel);
    cache.missing().forEach(out::partial);
    out.line("\nFiles in memory (more in pagecache.txt)");
    TextTable table = new TextTable().right("KB", 1).left("FILE", 1);
    for (PageCache.CachedFile file : cache.largestFiles().stream().limit(MAX_ROWS).toList()) {
      try {
        table.row(Long.toString(pagesKb(kernel, file.pages())), file.name());
      } catch (MemoryFault | Malformed damaged) {
        out.partial("a file's name: " + damaged.what());
      }
    }
    table.print(out);
  }

  private static void slabs(Program kernel, Text out) {
    record Row(String name, long kb, long active, long objects, boolean reclaimable) {}
    List<Row> rows = new ArrayList<>();
    for (SlabListing.Row row : SlabListing.of(kernel, out::partial)) {
      SlabCache.Counts counts = row.counts();
      rows.add(
          new Row(
              row.name(), row.bytes() >> 10, counts.active(), counts.objects(), row.reclaimable()));
    }
    rows.sort(Comparator.comparingLong(Row::kb).reversed());
    out.line("\nSlab caches (more in slab_growth.txt)");
    TextTable table = new TextTable();
    table.right("KB", 1).right("ACTIVE", 1).right("OBJECTS", 1).left("RECLAIMABLE", 1);
    table.left("CACHE", 1);
    for (Row row : rows.stream().limit(MAX_ROWS).toList()) {
      table.row(
          Long.toString(row.kb()),
          Long.toString(row.active()),
          Long.toString(row.objects()),
          row.reclaimable() ? "yes" : "no",
          row.name());
    }
    table.print(out);
  }

  private static void vmalloc(Program kernel, Text out) {
    Map<String, long[]> byCaller = new HashMap<>();
    for (Value busy : VmallocAreas.of(kernel).busy()) {
      try {
        new VmallocArea(busy).vm().ifPresent(vm -> add(kernel, vm, byCaller));
      } catch (MemoryFault fault) {
        out.partial("an area of vmalloc: " + fault.what());
      }
    }
    out.line("\nPages of vmalloc by caller");
    TextTable table = new TextTable().right("KB", 1).right("AREAS", 1).left("CALLER", 1);
    byCaller.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, long[]> entry) -> entry.getValue()[0])
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .limit(MAX_ROWS)
        .forEach(
            entry ->
                table.row(
                    Long.toString(pagesKb(kernel, entry.getValue()[0])),
                    Long.toString(entry.getValue()[1]),
                    entry.getKey()));
    table.print(out);
  }

  private static void add(Program kernel, Value vm, Map<String, long[]> byCaller) {
    long pages = vm.field("nr_pages").asLong();
    if (pages > 0) {
      String caller =
          kernel.symbolAt(vm.field("caller").asLong()).map(SymbolAt::name).orElse("(unknown)");
      long[] sums = byCaller.computeIfAbsent(caller, name -> new long[2]);
      sums[0] += pages;
      sums[1]++;
    }
  }
}
