package org.vmcore.kernel.sysctl;

import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Handlers of {@code kernel.*}, {@code user.*}, {@code debug.*} and of drivers. */
final class KernelHandlers {
  private static final int NMI_WATCHDOG = 1; // NMI_WATCHDOG_ENABLED, kernel/watchdog.c
  private static final int SOFT_WATCHDOG = 2; // SOFT_WATCHDOG_ENABLED
  private static final int ENTROPY_SHIFT = 3; // drivers/char/random.c up to 5.17: eighths of a bit
  private static final int UUID_BYTES = 16;

  private KernelHandlers() {}

  static void register(SysctlValues.Registry registry) {
    registry.add(
        VectorHandlers::ints,
        "sched_rt_handler",
        "sched_rr_handler",
        "sched_itmt_update_handler",
        "sched_proc_update_handler",
        "sysctl_sched_uclamp_handler",
        "sysctl_latencytop",
        "timer_migration_handler",
        "stack_trace_sysctl",
        "tracepoint_printk_sysctl",
        "proc_watchdog_thresh",
        "proc_kprobes_optimization_handler",
        "perf_proc_update_handler",
        "perf_event_max_sample_rate_handler",
        "perf_cpu_time_max_percent_handler",
        "perf_event_max_stack_handler",
        "bpf_unpriv_handler",
        "yama_dointvec_minmax",
        "apparmor_dointvec",
        "mac_hid_toggle_emumouse",
        "topology_ctl_handler",
        "cdrom_sysctl_handler",
        "proc_ipc_dointvec",
        "proc_ipc_dointvec_minmax",
        "proc_ipc_dointvec_minmax_orphans",
        "proc_ipc_sem_dointvec",
        "proc_mq_dointvec",
        "proc_mq_dointvec_minmax",
        "pid_mfd_noexec_dointvec_minmax");
    registry.add(VectorHandlers::longs, "proc_ipc_doulongvec_minmax");
    registry.add(VectorHandlers::string, "proc_do_uts_string", "devkmsg_sysctl_set_loglvl");
    registry.add(VectorHandlers::string, "set_ftrace_dump_on_oops");
    registry.add(entry -> "0\n", "proc_ipc_auto_msgmni"); // a dummy since 3.19
    registry.add(KernelHandlers::ftrace, "ftrace_enable_sysctl");
    registry.add(VectorHandlers::longs, "sysctl_panic_print_handler");
    registry.add(
        entry -> number(entry, "sysctl_hung_task_detect_count"), "proc_dohung_task_detect_count");
    registry.add(KernelHandlers::systemInfo, "sysctl_sys_info_handler");
    registry.add(KernelHandlers::taint, "proc_taint");
    registry.add(KernelHandlers::energyAware, "sched_energy_aware_handler");
    registry.add(KernelHandlers::domainFlags, "sd_ctl_doflags");
    registry.add(KernelHandlers::sysrq, "sysrq_sysctl_handler");
    registry.add(entry -> watchdog(entry, NMI_WATCHDOG | SOFT_WATCHDOG), "proc_watchdog");
    registry.add(entry -> watchdog(entry, NMI_WATCHDOG), "proc_nmi_watchdog");
    registry.add(entry -> watchdog(entry, SOFT_WATCHDOG), "proc_soft_watchdog");
    registry.add(KernelHandlers::watchdogCpumask, "proc_watchdog_cpumask");
    registry.add(KernelHandlers::capabilities, "proc_cap_handler");
    registry.add(KernelHandlers::cadPid, "proc_do_cad_pid");
    registry.add(KernelHandlers::lastPid, "pid_ns_ctl_handler");
    registry.add(entry -> number(entry, "max_threads"), "sysctl_max_threads");
    registry.add(entry -> key(entry, "sched_schedstats"), "sysctl_schedstats");
    registry.add(entry -> key(entry, "delayacct_key"), "sysctl_delayacct");
    registry.add(entry -> key(entry, "bpf_stats_enabled_key"), "bpf_stats_handler");
    registry.add(KernelHandlers::stackErasing, "stack_erasing_sysctl");
    registry.add(KernelHandlers::numaBalancing, "sysctl_numa_balancing");
    registry.add(KernelHandlers::loggedActions, "seccomp_actions_logged_handler");
    registry.add(KernelHandlers::uuid, "proc_do_uuid");
    registry.add(KernelHandlers::entropy, "proc_do_entropy");
    registry.add(KernelHandlers::kexecLimit, "kexec_limit_handler");
    registry.add(CdromInfo::read, "cdrom_sysctl_info");
    registry.add(KernelHandlers::debugMask, "proc_dodebug");
  }

  private static String number(SysctlEntry entry, String variable) {
    Value value = entry.kernel().symbol(variable);
    return (value.has("counter") ? value.field("counter") : value).asLong() + "\n";
  }

  private static String key(SysctlEntry entry, String variable) {
    return VectorHandlers.enabled(entry.kernel().symbol(variable)) + "\n";
  }

  /**
   * As it was set last: on the way into the dump's kernel {@code machine_kexec()} switches tracing
   * of functions off. After {@code ftrace_kill()} it was off before.
   */
  private static String ftrace(SysctlEntry entry) {
    Program kernel = entry.kernel();
    boolean killed = kernel.symbol("ftrace_disabled").asLong() != 0;
    return killed ? VectorHandlers.ints(entry) : number(entry, "last_ftrace_enabled");
  }

  /** {@code sys_info_read_handler()}, {@code lib/sys_info.c}: names of the bits that are set. */
  private static String systemInfo(SysctlEntry entry) {
    long mask = entry.data("unsigned long").asLong();
    StringJoiner names = new StringJoiner(",");
    List<Value> known = entry.kernel().symbol("si_names").elements();
    for (int bit = 0; bit < known.size(); bit++) {
      boolean set = (mask >> bit & 1) != 0 && !known.get(bit).isNull();
      String name = set ? known.get(bit).asString() : "";
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names + "\n";
  }

  private static String taint(SysctlEntry entry) {
    return Long.toUnsignedString(entry.kernel().symbol("tainted_mask").asLong()) + "\n";
  }

  /** Nothing where CPUs are alike: {@code sched_is_eas_possible()} (6.7+). */
  private static String energyAware(SysctlEntry entry) {
    boolean alike =
        entry.kernel().findAddress("sched_is_eas_possible").isPresent()
            && entry
                .kernel()
                .findSymbol("sched_asym_cpucapacity")
                .map(key -> VectorHandlers.enabled(key) == 0)
                .orElse(false);
    return alike ? "" : VectorHandlers.ints(entry);
  }

  /** Names of a scheduling domain's flags (5.9 to 5.12), {@code sd_flag_debug[]}. */
  private static String domainFlags(SysctlEntry entry) {
    long flags = entry.data("int").asLong();
    StringBuilder text = new StringBuilder();
    List<Value> known = entry.kernel().symbol("sd_flag_debug").elements();
    for (int bit = 0; bit < known.size(); bit++) {
      if ((flags >> bit & 1) != 0) {
        text.append(known.get(bit).field("name").asString()).append(' ');
      }
    }
    return text.append('\n').toString();
  }

  /** {@code sysrq_mask()}, {@code drivers/tty/sysrq.c}. */
  private static String sysrq(SysctlEntry entry) {
    Program kernel = entry.kernel();
    boolean always = kernel.findSymbol("sysrq_always_enabled").map(Value::asBoolean).orElse(false);
    return always ? "1\n" : number(entry, "sysrq_enabled");
  }

  /** {@code proc_watchdog_common()}, {@code kernel/watchdog.c}. */
  private static String watchdog(SysctlEntry entry, int which) {
    long enabled = entry.kernel().symbol("watchdog_enabled").asLong();
    return ((enabled & which) != 0 ? 1 : 0) + "\n";
  }

  private static String watchdogCpumask(SysctlEntry entry) {
    BitSet cpus = CpuMask.of(entry.kernel().symbol("watchdog_cpumask"));
    return VectorHandlers.ranges(cpus) + "\n";
  }

  /** {@code proc_cap_handler()}, {@code kernel/umh.c}: the set as two numbers of 32 bits. */
  private static String capabilities(SysctlEntry entry) {
    String set = entry.name().equals("bset") ? "usermodehelper_bset" : "usermodehelper_inheritable";
    Value capabilities = entry.kernel().symbol(set);
    long low;
    long high;
    if (capabilities.has("val")) {
      low = capabilities.field("val").asLong() & 0xffffffffL;
      high = capabilities.field("val").asLong() >>> 32;
    } else {
      low = capabilities.field("cap").index(0).asLong();
      high = capabilities.field("cap").index(1).asLong();
    }
    return low + "\t" + high + "\n";
  }

  /** {@code pid_vnr(cad_pid)}: whom ctrl-alt-del tells. */
  private static String cadPid(SysctlEntry entry) {
    Value pid = entry.kernel().symbol("cad_pid");
    return (pid.isNull() ? 0 : pid.at("numbers[0].nr").asLong()) + "\n";
  }

  /** {@code pid_ns_ctl_handler()}, {@code kernel/pid_namespace.c}. */
  private static String lastPid(SysctlEntry entry) {
    Value namespace = entry.kernel().symbol("init_pid_ns");
    if (!namespace.has("idr")) {
      return namespace.field("last_pid").asInt() + "\n";
    }
    return ((namespace.at("idr.idr_next").asLong() & 0xffffffffL) - 1) + "\n";
  }

  private static String stackErasing(SysctlEntry entry) {
    Value bypass = entry.kernel().symbol("stack_erasing_bypass");
    return (1 - VectorHandlers.enabled(bypass)) + "\n";
  }

  /** A mode since 5.18, before that whether the key is on. */
  private static String numaBalancing(SysctlEntry entry) {
    return entry.kernel().hasSymbol("sysctl_numa_balancing_mode")
        ? number(entry, "sysctl_numa_balancing_mode")
        : key(entry, "sched_numa_balancing");
  }

  /** {@code seccomp_names_from_actions_logged()}, {@code kernel/seccomp.c}. */
  private static String loggedActions(SysctlEntry entry) {
    long logged = entry.kernel().symbol("seccomp_actions_logged").asLong();
    StringJoiner names = new StringJoiner(" ");
    for (Value known : entry.kernel().symbol("seccomp_log_names").elements()) {
      if (known.field("name").isNull()) {
        break;
      }
      if ((logged & known.field("log").asLong()) != 0) {
        names.add(known.field("name").asString());
      }
    }
    return names + "\n";
  }

  /** {@code boot_id}; another one without data is new at each read. */
  private static String uuid(SysctlEntry entry) {
    if (entry.data() == 0) {
      throw new Malformed("made up at each read", entry.toString(), 0);
    }
    StringBuilder text = new StringBuilder();
    byte[] bytes = entry.kernel().memory().read(entry.data(), UUID_BYTES);
    for (int i = 0; i < UUID_BYTES; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        text.append('-');
      }
      text.append(Character.forDigit(bytes[i] >> 4 & 0xf, 16));
      text.append(Character.forDigit(bytes[i] & 0xf, 16));
    }
    return text.append('\n').toString();
  }

  private static String entropy(SysctlEntry entry) {
    return (entry.data("int").asInt() >> ENTROPY_SHIFT) + "\n";
  }

  private static String kexecLimit(SysctlEntry entry) {
    return entry.data("struct kexec_load_limit").field("limit").asInt() + "\n";
  }

  /** {@code proc_dodebug()}, {@code net/sunrpc/sysctl.c}. */
  private static String debugMask(SysctlEntry entry) {
    String digits = Integer.toHexString(entry.data("unsigned int").asInt());
    return "0x" + "0".repeat(Math.max(0, 4 - digits.length())) + digits + "\n";
  }
}
