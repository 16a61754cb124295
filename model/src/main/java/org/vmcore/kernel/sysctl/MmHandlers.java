package org.vmcore.kernel.sysctl;

import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Handlers of {@code vm.*}. */
final class MmHandlers {
  private MmHandlers() {}

  static void register(SysctlValues.Registry registry) {
    registry.add(
        VectorHandlers::ints,
        "overcommit_ratio_handler",
        "overcommit_policy_handler",
        "dirty_ratio_handler",
        "dirty_background_ratio_handler",
        "dirty_writeback_centisecs_handler",
        "dirtytime_interval_handler",
        "min_free_kbytes_sysctl_handler",
        "watermark_boost_factor_sysctl_handler",
        "watermark_scale_factor_sysctl_handler",
        "lowmem_reserve_ratio_sysctl_handler",
        "percpu_pagelist_fraction_sysctl_handler",
        "percpu_pagelist_high_fraction_sysctl_handler",
        "sysctl_min_unmapped_ratio_sysctl_handler",
        "sysctl_min_slab_ratio_sysctl_handler",
        "sysctl_vm_numa_stat_handler",
        "compaction_proactiveness_sysctl_handler",
        "defrag_mode_sysctl_handler");
    registry.add(
        VectorHandlers::longs,
        "overcommit_kbytes_handler",
        "dirty_bytes_handler",
        "dirty_background_bytes_handler",
        "mmap_min_addr_handler");
    registry.add(VectorHandlers::jiffies, "laptop_mode_handler");
    registry.add(entry -> "Node\n", "numa_zonelist_order_handler"); // the only one since 4.14
    registry.add(entry -> "", "vmstat_refresh", "drop_caches_sysctl_handler");
    registry.add(
        entry -> hugePages(entry, "max_huge_pages"),
        "hugetlb_sysctl_handler",
        "hugetlb_mempolicy_sysctl_handler");
    registry.add(
        entry -> hugePages(entry, "nr_overcommit_huge_pages"), "hugetlb_overcommit_handler");
  }

  /** Of the default size: {@code default_hstate}, {@code mm/hugetlb.c}. */
  private static String hugePages(SysctlEntry entry, String member) {
    Program kernel = entry.kernel();
    Value state = kernel.symbol("hstates").index(kernel.symbol("default_hstate_idx").asLong());
    return Long.toUnsignedString(state.field(member).asLong()) + "\n";
  }
}
