package org.vmcore.kernel.recovery;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.vmcore.kernel.cgroup.Controllers;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Control groups: found from the set of states that the first task is in. */
final class CgroupRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "init_css_set", e -> CoreRules.inImage(e, CoreRules.initTask(e).field("cgroups"))),
          new Rule("cgroup_roots", CgroupRules::cgroupRoots),
          new Rule("cgroup_subsys", CgroupRules::cgroupSubsystems),
          new Rule("cgroup_subsys_enabled_key", CgroupRules::cgroupSubsystemKeys),
          new Rule("cpuset_cgrp_subsys", CgroupRules::cpusets),
          new Rule("root_mem_cgroup", CgroupRules::rootMemCgroup),
          new Rule(
              "psi_system", e -> e.accessed(a -> isPsiGroup(e, a), "cgroup_cpu_pressure_show")),
          new Rule(
              "psi_period",
              e -> e.accessed(a -> e.pointer(a) / 100_000_000 == 20, "update_averages")),
          new Rule(
              "all_blkcgs",
              e ->
                  e.referred(
                      a ->
                          e.isListOf(
                              a,
                              "struct blkcg",
                              "all_blkcgs_node",
                              group -> !group.at("css.ss").isNull()),
                      "blkcg_policy_register",
                      "blkcg_css_alloc")));

  /** Which controllers are special follows from what each says of itself. */
  static final List<Rule> MASKS =
      List.of(
          mask("cgrp_dfl_threaded_ss_mask", ss -> ss.field("threaded").asBoolean()),
          mask("cgrp_dfl_implicit_ss_mask", ss -> ss.field("implicit_on_dfl").asBoolean()),
          mask(
              "cgrp_dfl_inhibit_ss_mask",
              ss -> !ss.field("implicit_on_dfl").asBoolean() && ss.field("dfl_cftypes").isNull()));

  private CgroupRules() {}

  private static OptionalLong cgroupRoots(Evidence e) {
    long own = e.kernel().symbol("cgrp_dfl_root").field("root_list").address();
    return e.headOf(own, entry -> entry == own);
  }

  /** Each set of states has one of each subsystem, in the order of the array. */
  private static OptionalLong cgroupSubsystems(Evidence e) {
    List<Value> states = CoreRules.initTask(e).at("cgroups.subsys").elements();
    return e.holders(states.get(0).field("ss").asLong()).stream()
        .mapToLong(a -> a)
        .filter(a -> areSubsystems(e, a, states))
        .findFirst();
  }

  private static boolean areSubsystems(Evidence e, long address, List<Value> states) {
    for (int i = 0; i < states.size(); i++) {
      if (e.pointer(address + 8L * i) != states.get(i).field("ss").asLong()) {
        return false;
      }
    }
    return true;
  }

  private static OptionalLong cgroupSubsystemKeys(Evidence e) {
    int nrSubsystems = CoreRules.initTask(e).at("cgroups.subsys").length();
    return e.referred(
        a -> {
          for (int i = 0; i < nrSubsystems; i++) {
            long key = e.pointer(a + 8L * i);
            if (!e.isInImage(key) || e.number(key) > 1) {
              return false;
            }
          }
          return true;
        },
        "proc_cgroupstats_show",
        "cgroup_ssid_enabled");
  }

  private static OptionalLong cpusets(Evidence e) {
    for (Value state : CoreRules.initTask(e).at("cgroups.subsys").elements()) {
      if (state.at("ss.name").asString().equals("cpuset")) {
        return CoreRules.inImage(e, state.field("ss"));
      }
    }
    return OptionalLong.empty();
  }

  /** Where the image has a pointer to the state of the controller of memory. */
  private static OptionalLong rootMemCgroup(Evidence e) {
    for (Value state : CoreRules.initTask(e).at("cgroups.subsys").elements()) {
      if (state.at("ss.name").asString().equals("memory")) {
        long group = state.containerOf("struct mem_cgroup", "css").address();
        return e.holders(group).stream().mapToLong(a -> a).findFirst();
      }
    }
    return OptionalLong.empty();
  }

  private static boolean isPsiGroup(Evidence e, long address) {
    Value perCpu = e.kernel().object("struct psi_group", address).field("pcpu");
    return e.isInImage(perCpu.asLong());
  }

  private static Rule mask(String symbol, Predicate<Value> special) {
    Function<Evidence, OptionalLong> find =
        e -> {
          long expected = mask(e.kernel(), special);
          return e.referred(
              a -> e.kernel().memory().u16(a) == expected,
              "cgroup_controllers_show",
              "cgroup_propagate_control");
        };
    return new Rule(symbol, find);
  }

  private static long mask(Program kernel, Predicate<Value> special) {
    long mask = 0;
    List<Value> controllers = Controllers.all(kernel);
    for (int id = 0; id < controllers.size(); id++) {
      if (special.test(controllers.get(id))) {
        mask |= 1L << id;
      }
    }
    return mask;
  }
}
