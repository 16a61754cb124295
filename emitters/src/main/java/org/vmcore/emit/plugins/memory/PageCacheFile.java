package org.vmcore.emit.plugins.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.cgroup.MemCgroup;
import org.vmcore.kernel.mm.MemoryTotals;
import org.vmcore.kernel.mm.PageCache;
import org.vmcore.kernel.mm.VmStat;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/** What the page cache is made of: by file system, by file, by control group. */
final class PageCacheFile {
  private static final int MAX_ROWS = 50;

  @Emits(value = "plugins/memory/pagecache.txt", needs = "super_blocks")
  void pagecache(Program kernel, Text out) {
    PageCache cache = PageCache.of(kernel);
    cache.missing().forEach(out::partial);
    totals(kernel, cache, out);
    fileSystems(kernel, cache, out);
    files(kernel, cache, out);
    groups(kernel, out);
  }

  private static void totals(Program kernel, PageCache cache, Text out) {
    VmStat stat = VmStat.of(kernel);
    MemoryTotals totals = MemoryTotals.of(kernel);
    long found = cache.fileSystems().stream().mapToLong(PageCache.FileSystem::pages).sum();
    row(kernel, "Page cache, swap cache included", stat.global("NR_FILE_PAGES"), out);
    row(kernel, "  of block devices", totals.buffers(), out);
    row(kernel, "  of shared memory and tmpfs", totals.shmem(), out);
    row(kernel, "  in the swap cache", totals.swapCached(), out);
    row(kernel, "  dirty", stat.global("NR_FILE_DIRTY"), out);
    row(kernel, "  being written", stat.global("NR_WRITEBACK"), out);
    row(kernel, "Found in files", found, out);
  }

  private static void row(Program kernel, String what, long pages, Text out) {
    out.line("%-32s %12lu kB", what, kb(kernel, pages));
  }

  private static long kb(Program kernel, long pages) {
    return pages << kernel.pageShift() - 10;
  }

  private static void fileSystems(Program kernel, PageCache cache, Text out) {
    out.line("\nBy file system");
    TextTable table = new TextTable();
    table.right("KB", 1).right("FILES", 1).right("INODES", 1).left("DEVICE", 1).left("TYPE", 1);
    table.left("MOUNTED", 1);
    cache.fileSystems().stream()
        .filter(system -> system.pages() != 0)
        .limit(MAX_ROWS)
        .forEach(
            system ->
                table.row(
                    Long.toString(kb(kernel, system.pages())),
                    Long.toString(system.cached()),
                    Long.toString(system.inodes()),
                    system.superBlock().device().toString(),
                    system.superBlock().typeName(),
                    system.place().isEmpty() ? "-" : system.place()));
    table.print(out);
  }

  private static void files(Program kernel, PageCache cache, Text out) {
    out.line("\nFiles with most pages");
    TextTable table = new TextTable();
    table.right("KB", 1).right("OF-KB", 1).left("FILE", 1);
    for (PageCache.CachedFile file : cache.largestFiles().stream().limit(MAX_ROWS).toList()) {
      try {
        String sizeKb = Long.toString((file.inode().field("i_size").asLong() + 1023) >> 10);
        table.row(Long.toString(kb(kernel, file.pages())), sizeKb, file.name());
      } catch (MemoryFault | Malformed damaged) {
        out.partial("a file's name: " + damaged.what());
      }
    }
    table.print(out);
  }

  private static void groups(Program kernel, Text out) {
    if (!kernel.hasSymbol("root_mem_cgroup")) {
      return;
    }
    long item = kernel.enumerator("NR_FILE_PAGES");
    record Share(long pages, String group) {}
    List<Share> shares = new ArrayList<>();
    for (MemCgroup group : MemCgroup.all(kernel)) {
      String path = group.cgroup().path() + (group.isOnline() ? "" : " (removed)");
      shares.add(new Share(group.pageStateLocal(item), path));
    }
    shares.sort(Comparator.comparingLong(Share::pages).reversed());
    out.line("\nBy control group, groups below left out");
    TextTable table = new TextTable().right("KB", 1).left("GROUP", 1);
    shares.stream()
        .filter(share -> share.pages() > 0)
        .limit(MAX_ROWS)
        .forEach(share -> table.row(Long.toString(kb(kernel, share.pages())), share.group()));
    table.print(out);
  }
}
