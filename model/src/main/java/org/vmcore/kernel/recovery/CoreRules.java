package org.vmcore.kernel.recovery;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.kernel.tree.Slot;
import org.vmcore.kernel.tree.XArray;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Tasks and what hangs on them, modules, time, interrupts, sysctl, the panic. */
final class CoreRules {
  private static final String BANNER = "Linux version ";
  private static final String TAINTS = "PG\1F \1"; // since 4.10: letters, and whether of modules
  private static final int WEIGHT_OF_NICE_20 = 88761; // of -20, kernel/sched/core.c
  private static final int MAX_CPUS = 1 << 16;

  static final List<Rule> ALL =
      List.of(
          new Rule("linux_banner", CoreRules::banner),
          new Rule("__start_rodata", e -> e.referred(a -> a == textEnd(e), "kfree_const")),
          new Rule(
              "__end_rodata",
              e -> e.referred(a -> Long.compareUnsigned(a, textEnd(e)) > 0, "kfree_const")),
          new Rule(
              "saved_command_line",
              e -> e.referred(a -> e.isText(e.pointer(a)), "cmdline_proc_show")),
          new Rule(
              "modules",
              e ->
                  e.referred(
                      a ->
                          e.isListOf(
                              a,
                              "struct module",
                              "list",
                              m -> Evidence.isPrintable(m.field("name").asString())),
                      "find_module_all",
                      "module_kallsyms_lookup_name",
                      "print_modules")),
          new Rule("clocksource_jiffies", CoreRules::clocksourceJiffies),
          new Rule(
              "clocksource_list",
              e ->
                  e.referred(
                      a ->
                          e.isListOf(
                              a,
                              "struct clocksource",
                              "list",
                              source -> e.isText(source.field("name").asLong())),
                      "available_clocksource_show",
                      "__clocksource_select")),
          new Rule(
              "curr_clocksource",
              e ->
                  e.referred(
                      a -> {
                        Value source = e.kernel().object("struct clocksource *", a);
                        return !source.isNull()
                            && e.isFunction(source.field("read").asLong())
                            && e.isText(source.field("name").asLong());
                      },
                      "current_clocksource_show")),
          new Rule(
              "sched_prio_to_weight",
              e -> e.accessed(a -> e.number(a) == WEIGHT_OF_NICE_20, "cpu_weight_nice_read_s64")),
          new Rule(
              "sched_debug_fops",
              e -> e.operations("struct file_operations", "open", "sched_debug_open")),
          new Rule(
              "sched_debug_sops",
              e -> e.operations("struct seq_operations", "show", "sched_debug_show")),
          new Rule(
              "tk_core",
              e ->
                  e.referred(
                      a -> isTimekeeper(e, a),
                      "ktime_get",
                      "ktime_get_with_offset",
                      "getboottime64")),
          new Rule("irq_desc_tree", e -> e.referred(a -> isTreeOfInterrupts(e, a), "irq_to_desc")),
          new Rule(
              "sysctl_table_root",
              e ->
                  e.referredInside(
                      a -> isRootOfSysctls(e, a),
                      "struct ctl_table_root",
                      List.of("default_set", "default_set.dir", "default_set.dir.header"),
                      "proc_sys_lookup",
                      "grab_header",
                      "proc_sys_readdir")),
          new Rule("tainted_mask", e -> e.accessed(a -> e.pointer(a) >>> 32 == 0, "get_taint")),
          new Rule("taint_flags", e -> e.places(TAINTS).stream().mapToLong(a -> a).findFirst()),
          new Rule(
              "chained_action",
              e -> e.operations("struct irqaction", "handler", "bad_chained_irq")),
          new Rule("ipi_desc", e -> e.referred(a -> isTableOfIpis(e, a), "arch_show_interrupts")),
          new Rule(
              "tick_broadcast_device", e -> e.accessed(a -> true, "tick_get_broadcast_device")),
          new Rule("tick_broadcast_mask", e -> e.accessed(a -> true, "tick_get_broadcast_mask")),
          new Rule(
              "tick_broadcast_oneshot_mask",
              e -> e.accessed(a -> true, "tick_get_broadcast_oneshot_mask")),
          new Rule(
              "tick_nohz_active",
              e ->
                  e.shared(
                      a -> e.pointer(a) == 1,
                      "get_cpu_idle_time_us",
                      "get_cpu_iowait_time_us",
                      "tick_check_oneshot_change")),
          new Rule(
              "ptr_key",
              e -> e.shared(a -> isRandom(e.pointer(a)), "ptr_to_hashval", "fill_ptr_key_workfn")),
          new Rule(
              "filled_random_ptr_key",
              e ->
                  e.shared(
                      a -> e.kernel().memory().u8(a) == 1,
                      "ptr_to_hashval",
                      "fill_ptr_key_workfn")),
          new Rule(
              "panic_cpu",
              e -> e.shared(a -> e.number(a) < MAX_CPUS, "crash_kexec", "panic", "nmi_panic")),
          new Rule(
              "crash_notes",
              e -> e.shared(a -> e.isInImage(e.pointer(a)), "crash_save_cpu", "crash_notes_show")),
          new Rule("kexec_crash_image", e -> e.accessed(a -> true, "kexec_crash_loaded")),
          new Rule(
              "crashk_res",
              e ->
                  e.referredInside(
                      a ->
                          e.isText(
                              e.kernel().object("struct resource", a).field("name").asLong(),
                              "Crash kernel"),
                      "struct resource",
                      List.of("start", "end"),
                      "crash_get_memory_size",
                      "crash_shrink_memory")),
          new Rule("file_systems", CoreRules::fileSystems),
          new Rule("super_blocks", CoreRules::superBlocks),
          new Rule("root_task_group", e -> inImage(e, initTask(e).field("sched_task_group"))),
          new Rule("task_groups", CoreRules::taskGroups),
          new Rule("init_ipc_ns", e -> inImage(e, initTask(e).at("nsproxy.ipc_ns"))),
          operations("mntns_operations", "nsproxy.mnt_ns.ns.ops"),
          operations("ipcns_operations", "nsproxy.ipc_ns.ns.ops"),
          operations("utsns_operations", "nsproxy.uts_ns.ns.ops"),
          operations("netns_operations", "nsproxy.net_ns.ns.ops"),
          operations("pidns_operations", "nsproxy.pid_ns_for_children.ns.ops"),
          operations("cgroupns_operations", "nsproxy.cgroup_ns.ns.ops"),
          operations("timens_operations", "nsproxy.time_ns.ns.ops"),
          operations("userns_operations", "cred.user_ns.ns.ops"));

  private CoreRules() {}

  /** {@code is_kernel_rodata()} begins there. */
  private static long textEnd(Evidence e) {
    return e.kernel().address("_etext");
  }

  static Value initTask(Evidence e) {
    return e.kernel().symbol("init_task");
  }

  static OptionalLong inImage(Evidence e, Value pointer) {
    long address = pointer.asLong();
    return e.isInImage(address) ? OptionalLong.of(address) : OptionalLong.empty();
  }

  private static Rule operations(String name, String path) {
    Function<Evidence, OptionalLong> find = e -> inImage(e, initTask(e).at(path));
    return new Rule(name, find);
  }

  /** The text that names this very build; what it was printed from does not. */
  private static OptionalLong banner(Evidence e) {
    Value name = e.kernel().symbol("init_uts_ns").field("name");
    String version = name.field("version").asString();
    return e.places(BANNER + name.field("release").asString() + " (").stream()
        .mapToLong(Long::longValue)
        .filter(a -> e.kernel().cString(a, Value.MAX_STRING_BYTES).contains(version))
        .findFirst();
  }

  private static OptionalLong clocksourceJiffies(Evidence e) {
    Program kernel = e.kernel();
    long read = kernel.offsetOf("struct clocksource", "read");
    return e.holders(kernel.address("jiffies_read")).stream()
        .mapToLong(holder -> holder - read)
        .filter(
            a -> e.isText(kernel.object("struct clocksource", a).field("name").asLong(), "jiffies"))
        .findFirst();
  }

  private static boolean isTimekeeper(Evidence e, long address) {
    Program kernel = e.kernel();
    long offset = kernel.sizeOf("seqcount_raw_spinlock_t") + 7 & -8;
    Value keeper = kernel.object("struct timekeeper", address + offset);
    Value clock = keeper.at("tkr_mono.clock");
    return !clock.isNull()
        && clock.asLong() == keeper.at("tkr_raw.clock").asLong()
        && e.isFunction(clock.field("read").asLong())
        && Evidence.isPrintable(clock.field("name").asString());
  }

  private static boolean isTreeOfInterrupts(Evidence e, long address) {
    List<Slot> slots = XArray.entries(e.kernel().object("struct xarray", address));
    return !slots.isEmpty()
        && slots.stream()
            .allMatch(
                slot -> slot.as("struct irq_desc").at("irq_data.irq").asLong() == slot.index());
  }

  private static boolean isRootOfSysctls(Evidence e, long address) {
    Value root = e.kernel().object("struct ctl_table_root", address);
    return root.at("default_set.dir.header.root").asLong() == address
        && !root.at("default_set.dir.root.rb_node").isNull();
  }

  private static OptionalLong fileSystems(Evidence e) {
    return e.referred(
        a -> {
          Value first = e.kernel().object("struct file_system_type *", a);
          return !first.isNull()
              && Evidence.isPrintable(first.field("name").asString())
              && !first.field("next").isNull()
              && Evidence.isPrintable(first.at("next.name").asString());
        },
        "register_filesystem",
        "filesystems_proc_show");
  }

  private static OptionalLong superBlocks(Evidence e) {
    Value root = initTask(e).at("fs.root.mnt.mnt_sb");
    return e.headOf(root.deref().field("s_list").address(), entry -> false);
  }

  private static OptionalLong taskGroups(Evidence e) {
    Value group = initTask(e).field("sched_task_group").deref();
    long own = group.field("list").address();
    return e.headOf(own, entry -> entry == own);
  }

  private static boolean isRandom(long number) {
    return number >>> 32 != 0 && number >>> 48 != 0 && number >>> 48 != 0xffff;
  }

  private static boolean isTableOfIpis(Evidence e, long address) {
    Value first = e.kernel().object("struct irq_desc *", address);
    return !first.isNull()
        && first.at("irq_data.irq").asLong() > 0
        && first.at("irq_data.irq").asLong() + 1
            == e.kernel().object("struct irq_desc *", address + 8).at("irq_data.irq").asLong();
  }
}
