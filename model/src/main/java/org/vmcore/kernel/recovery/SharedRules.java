package org.vmcore.kernel.recovery;

import java.util.List;

/** Variables that are all that two functions have in common: one shows it, another uses it. */
final class SharedRules {
  static final List<Rule> ALL =
      List.of(
          shared("nr_ipi", "ipi_setup", "__cpu_disable"),
          shared("irq_err_count", "arch_show_interrupts", "ack_bad"),
          shared("irq_default_affinity", "irq_setup_affinity", "default_affinity_show"),
          shared("elf_hwcap", "cpu_get_elf_hwcap", "cpu_get_elf_hwcap"),
          shared("oops_count", "oops_count_show", "make_task_dead"),
          shared("warn_count", "warn_count_show", "check_panic_on_warn"),
          shared("file_caps_enabled", "fscaps_show", "cap_bprm_creds_from_file"),
          shared("rcu_expedited", "rcu_expedited_show", "rcu_gp_is_expedited"),
          shared("rcu_normal", "rcu_normal_show", "rcu_gp_is_normal"),
          shared("uevent_seqnum", "uevent_seqnum_show", "kobject_uevent_env"),
          shared("kexec_image", "kexec_loaded_show", "kernel_kexec"),
          shared("vmcoreinfo_note", "crash_update_vmcoreinfo_safecopy", "crash_save_vmcoreinfo"),
          shared("max_threads", "copy_process", "sysctl_max_threads"),
          shared("nr_files", "proc_nr_files", "alloc_empty_file"),
          shared("seccomp_actions_logged", "read_actions_logged", "seccomp_actions_logged_handler"),
          shared("sched_schedstats", "sysctl_schedstats", "force_schedstat_enabled"),
          shared("netdev_rss_key", "proc_do_rss_key", "netdev_rss_key_fill"),
          shown("khugepaged_alloc_sleep_millisecs", "alloc_sleep_millisecs_show"),
          shown("khugepaged_scan_sleep_millisecs", "scan_sleep_millisecs_show"),
          shown("khugepaged_max_ptes_none", "max_ptes_none_show"),
          shown("khugepaged_max_ptes_swap", "max_ptes_swap_show"),
          shown("khugepaged_max_ptes_shared", "max_ptes_shared_show"),
          shown("khugepaged_pages_collapsed", "pages_collapsed_show"),
          shown("ksm_pages_shared", "pages_shared_show"),
          shown("ksm_pages_sharing", "pages_sharing_show"),
          shown("ksm_pages_unshared", "pages_unshared_show"),
          shown("ksm_stable_node_chains", "stable_node_chains_show"),
          shown("ksm_stable_node_dups", "stable_node_dups_show"),
          shown("ksm_max_page_sharing", "max_page_sharing_show"),
          shown("ksm_merge_across_nodes", "merge_across_nodes_show"),
          shown("ksm_use_zero_pages", "use_zero_pages_show"),
          shown("ksm_thread_sleep_millisecs", "sleep_millisecs_show"),
          shared("lsm_names", "lsm_read", "lsm_read"),
          shared("savedcmd", "saved_cmdlines_next", "saved_cmdlines_start"),
          shared("ip_rt_acct", "rt_acct_proc_show", "ip_rcv_finish_core"),
          shared("fl_ht", "ip6fl_get_next", "fl_lookup"),
          shared("__highest_present_section_nr", "next_present_section_nr", "sparse_add_section"));

  private SharedRules() {}

  private static Rule shared(String symbol, String shows, String uses) {
    return new Rule(symbol, e -> e.shared(address -> !isReadOnly(e, address), shows, uses));
  }

  /** For a function that refers to the variable and to its format alone. */
  private static Rule shown(String symbol, String shows) {
    return shared(symbol, shows, shows);
  }

  private static boolean isReadOnly(Evidence e, long address) {
    return Long.compareUnsigned(address, e.kernel().address("__start_rodata")) >= 0
        && Long.compareUnsigned(address, e.kernel().address("__end_rodata")) < 0;
  }
}
