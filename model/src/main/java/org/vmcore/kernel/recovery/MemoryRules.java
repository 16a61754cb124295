package org.vmcore.kernel.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.mm.Node;
import org.vmcore.kernel.mm.Zone;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Memory management, and numbers that follow from what was counted. */
final class MemoryRules {
  private static final int MAX_HSTATES = 8; // HUGE_MAX_HSTATE is 4 at most
  private static final long MAX_FORKS = 1L << 40;

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "slab_caches",
              e ->
                  e.referred(
                      a ->
                          e.isListOf(
                              a,
                              "struct kmem_cache",
                              "list",
                              cache -> e.isText(cache.field("name").asLong())),
                      "slab_start",
                      "slab_next")),
          new Rule(
              "totalreserve_pages",
              e -> {
                long expected = totalReservePages(e.kernel());
                return e.referred(
                    a -> e.pointer(a) == expected,
                    "calculate_totalreserve_pages",
                    "node_dirty_ok",
                    "si_mem_available");
              }),
          new Rule(
              "vm_committed_as",
              e ->
                  e.accessed(
                      a ->
                          !e.kernel().object("struct percpu_counter", a).field("counters").isNull(),
                      "vm_memory_committed")),
          new Rule(
              "nr_vmalloc_pages",
              e -> e.accessed(a -> e.pointer(a) < nrPages(e.kernel()), "vmalloc_nr_pages")),
          new Rule(
              "vm_numa_event",
              e ->
                  e.shared(
                      a -> e.pointer(a) >>> 48 == 0,
                      "fold_vm_zone_numa_events",
                      "sysctl_vm_numa_stat_handler",
                      "vmstat_start")),
          new Rule(
              "pcpu_nr_units",
              e -> {
                int nrCpus = CpuMask.possible(e.kernel()).cardinality();
                return e.referred(a -> e.number(a) == nrCpus, "pcpu_nr_pages");
              }),
          new Rule(
              "hstates",
              e ->
                  e.referred(
                      a ->
                          e.kernel()
                              .object("struct hstate", a)
                              .field("name")
                              .asString()
                              .startsWith("hugepages-"),
                      "size_to_hstate",
                      "kobj_to_hstate")),
          new Rule(
              "hugetlb_max_hstate",
              e ->
                  e.referred(a -> e.number(a) > 0 && e.number(a) <= MAX_HSTATES, "size_to_hstate")),
          new Rule("swap_info", e -> e.accessed(a -> isSwapInfo(e, a), "swap_next")),
          new Rule("swapper_spaces", e -> e.accessed(a -> true, "folio_mapping")),
          new Rule(
              "total_swap_pages",
              e ->
                  e.shared(
                      a -> e.pointer(a) >>> 40 == 0,
                      "vm_commit_limit",
                      "proc_oom_score",
                      "mem_cgroup_get_max")),
          new Rule(
              "cma_areas",
              e ->
                  e.referred(
                      a -> {
                        Value area = e.kernel().object("struct cma", a);
                        return area.field("base_pfn").asLong() > 0
                            && Evidence.isPrintable(area.field("name").asString());
                      },
                      "cma_for_each_area")),
          new Rule(
              "transparent_hugepage_flags",
              e ->
                  e.shared(
                      a -> e.pointer(a) >>> 16 == 0,
                      "hugepage_vma_check",
                      "vma_thp_gfp_mask",
                      "use_zero_page_show")),
          new Rule(
              "key_user_tree",
              e ->
                  e.shared(
                      a -> !e.kernel().object("struct rb_root", a).field("rb_node").isNull(),
                      "proc_key_users_start",
                      "key_user_lookup")),
          new Rule(
              "purge_vmap_area_list",
              e ->
                  e.shared(
                      a ->
                          e.mayBeListOf(
                              a,
                              "struct vmap_area",
                              "list",
                              area -> area.field("va_start").asLong() != 0),
                      "free_vmap_area_noflush",
                      "__purge_vmap_area_lazy")),
          new Rule("nr_threads", MemoryRules::nrThreads),
          new Rule("total_forks", MemoryRules::totalForks));

  /** What those before are needed for. */
  static final List<Rule> LATER =
      List.of(
          new Rule(
              "default_hstate_idx",
              e -> {
                long nrStates = e.kernel().symbol("hugetlb_max_hstate").asLong();
                return e.shared(
                    a -> e.number(a) < nrStates,
                    "hugetlb_report_node_meminfo",
                    "hugetlb_overcommit_handler");
              }),
          new Rule(
              "pcpu_nr_populated",
              e -> e.shared(a -> e.pointer(a) < nrPages(e.kernel()), "pcpu_nr_pages")),
          new Rule(
              "totalcma_pages",
              e -> {
                Value areas = e.kernel().symbol("cma_areas");
                long pages =
                    areas.elements().stream().mapToLong(a -> a.field("count").asLong()).sum();
                return e.shared(a -> e.pointer(a) == pages, "meminfo_proc_show", "__show_mem");
              }),
          new Rule(
              "num_poisoned_pages",
              e ->
                  e.shared(
                      a -> e.pointer(a) < nrPages(e.kernel()),
                      "action_result",
                      "unpoison_memory",
                      "meminfo_proc_show")));

  private MemoryRules() {}

  private static long nrPages(Program kernel) {
    return kernel.symbol("_totalram_pages").at("counter").asLong();
  }

  /** The first area, where there is one, knows that it is the first. */
  private static boolean isSwapInfo(Evidence e, long address) {
    Value first = e.kernel().object("struct swap_info_struct *", address);
    return first.isNull() || first.field("type").asLong() == 0 && !first.field("bdev").isNull();
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
    return e.referred(a -> e.number(a) == nrTasks, "do_sysinfo", "copy_process", "release_task");
  }

  private static OptionalLong totalForks(Evidence e) {
    int nrTasks = Tasks.of(e.kernel()).all().size();
    return e.shared(
        a -> e.pointer(a) >= nrTasks && e.pointer(a) < MAX_FORKS, "show_stat", "copy_process");
  }
}
