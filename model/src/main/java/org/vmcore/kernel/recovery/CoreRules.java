package org.vmcore.kernel.recovery;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.kernel.tree.Slot;
import org.vmcore.kernel.tree.XArray;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Tasks and what hangs on them, modules, time, interrupts, sysctl, control groups. */
final class CoreRules {
  private static final String BANNER = "Linux version ";
  private static final int MAX_SUBSYSTEMS = 32;

  static final List<Rule> ALL =
      List.of(
          new Rule("linux_banner", CoreRules::banner),
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
          new Rule("tainted_mask", e -> e.onlyReference("get_taint")),
          new Rule("file_systems", CoreRules::fileSystems),
          new Rule("super_blocks", CoreRules::superBlocks),
          new Rule("root_task_group", e -> inImage(e, initTask(e).field("sched_task_group"))),
          new Rule("task_groups", CoreRules::taskGroups),
          new Rule("init_css_set", e -> inImage(e, initTask(e).field("cgroups"))),
          new Rule("cgroup_roots", CoreRules::cgroupRoots),
          new Rule("cgroup_subsys", CoreRules::cgroupSubsystems),
          new Rule("cgroup_subsys_enabled_key", CoreRules::cgroupSubsystemKeys),
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

  private static Value initTask(Evidence e) {
    return e.kernel().symbol("init_task");
  }

  private static OptionalLong inImage(Evidence e, Value pointer) {
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

  private static OptionalLong cgroupRoots(Evidence e) {
    long own = e.kernel().symbol("cgrp_dfl_root").field("root_list").address();
    return e.headOf(own, entry -> entry == own);
  }

  /** Each set of states has one of each subsystem, in the order of the array. */
  private static OptionalLong cgroupSubsystems(Evidence e) {
    List<Value> states = initTask(e).at("cgroups.subsys").elements();
    long first = states.get(0).field("ss").asLong();
    return e.holders(first).stream()
        .mapToLong(Long::longValue)
        .filter(
            a -> {
              for (int i = 0; i < states.size(); i++) {
                if (e.pointer(a + 8L * i) != states.get(i).field("ss").asLong()) {
                  return false;
                }
              }
              return true;
            })
        .findFirst();
  }

  private static OptionalLong cgroupSubsystemKeys(Evidence e) {
    int nrSubsystems = initTask(e).at("cgroups.subsys").length();
    return e.referred(
        a -> {
          for (int i = 0; i < Math.min(nrSubsystems, MAX_SUBSYSTEMS); i++) {
            long key = e.pointer(a + 8L * i);
            if (!e.isInImage(key) || e.kernel().memory().u32(key) >>> 1 != 0) {
              return false;
            }
          }
          return true;
        },
        "proc_cgroupstats_show",
        "cgroup_ssid_enabled");
  }
}
