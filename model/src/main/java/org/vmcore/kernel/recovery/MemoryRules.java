package org.vmcore.kernel.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.kernel.mm.Node;
import org.vmcore.kernel.mm.Zone;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Memory management, and numbers that follow from what was counted. */
final class MemoryRules {
  static final List<Rule> ALL =
      List.of(
          new Rule("slab_caches", MemoryRules::slabCaches),
          new Rule(
              "totalreserve_pages",
              e -> {
                long expected = totalReservePages(e.kernel());
                return e.referred(
                    a -> e.pointer(a) == expected, "si_mem_available", "global_dirtyable_memory");
              }),
          new Rule("vm_committed_as", e -> e.onlyReference("vm_memory_committed")),
          new Rule("nr_vmalloc_pages", e -> e.onlyReference("vmalloc_nr_pages")),
          new Rule("nr_threads", MemoryRules::nrThreads),
          new Rule(
              "total_forks",
              e ->
                  e.shared(
                      a -> e.pointer(a) >= Tasks.of(e.kernel()).all().size(),
                      "show_stat",
                      "copy_process")));

  private MemoryRules() {}

  private static OptionalLong slabCaches(Evidence e) {
    Program kernel = e.kernel();
    long list = kernel.offsetOf("struct kmem_cache", "list");
    Value names = kernel.symbol("names_cachep");
    return e.headOf(
        names.field("list").address(),
        link -> e.isText(kernel.object("struct kmem_cache", link - list).field("name").asLong()));
  }

  /** {@code calculate_totalreserve_pages()}, {@code mm/page_alloc.c}. */
  private static long totalReservePages(Program kernel) {
    long total = 0;
    for (Node node : Node.online(kernel)) {
      List<Zone> zones = new ArrayList<>(node.zones());
      for (int i = 0; i < zones.size(); i++) {
        Zone zone = zones.get(i);
        long reserve = 0;
        for (int j = i; j < zones.size(); j++) {
          reserve = Math.max(reserve, zone.value().field("lowmem_reserve").index(j).asLong());
        }
        total += Math.min(reserve + zone.watermark("WMARK_HIGH"), zone.managedPages());
      }
    }
    return total;
  }

  private static OptionalLong nrThreads(Evidence e) {
    int nrTasks = Tasks.of(e.kernel()).all().size();
    return e.referred(
        a -> e.kernel().memory().u32(a) == nrTasks, "do_sysinfo", "copy_process", "release_task");
  }
}
