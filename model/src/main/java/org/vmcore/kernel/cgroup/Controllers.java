package org.vmcore.kernel.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.config.StaticKey;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code cgroup_subsys[]}: the controllers of a kernel, and masks with a bit for each. */
public final class Controllers {
  private Controllers() {}

  /** {@code struct cgroup_subsys} of each, by {@code id}. */
  public static List<Value> all(Program kernel) {
    return kernel.symbol("cgroup_subsys").elements().stream().map(Value::deref).toList();
  }

  /**
   * {@code cgroup1_subsys_absent()}: built without version 1. One without any files is not; kernels
   * before 6.14 do not tell them apart.
   */
  public static boolean isAbsentInVersion1(Value controller) {
    return controller.program().hasSymbol("proc_show_all")
        && !controller.program().symbol("proc_show_all").asBoolean()
        && controller.field("legacy_cftypes").isNull()
        && !controller.field("dfl_cftypes").isNull();
  }

  /** {@code cgroup_ssid_enabled()}: not switched off when the kernel was booted. */
  public static boolean isEnabled(Value controller) {
    Value keys = controller.program().symbol("cgroup_subsys_enabled_key");
    return StaticKey.isEnabled(keys.index(controller.field("id").asLong()).deref());
  }

  /** The names of the controllers in a mask. */
  public static List<String> names(Program kernel, long mask) {
    List<String> names = new ArrayList<>();
    List<Value> controllers = all(kernel);
    for (int id = 0; id < controllers.size(); id++) {
      if ((mask >> id & 1) != 0) {
        names.add(controllers.get(id).field("name").asString());
      }
    }
    return names;
  }

  /** {@code cgroup_control()}: the mask of the controllers that a group may hand on. */
  public static long controlled(Cgroup group) {
    Program kernel = group.value().program();
    Optional<Cgroup> parent = group.parent();
    if (parent.isPresent()) {
      long mask = parent.get().value().field("subtree_control").asLong();
      return CgroupTasks.isThreaded(group)
          ? mask & kernel.symbol("cgrp_dfl_threaded_ss_mask").asLong()
          : mask;
    }
    long mask = group.value().at("root->subsys_mask").asLong();
    return group.isOnDfl()
        ? mask
            & ~kernel.symbol("cgrp_dfl_inhibit_ss_mask").asLong()
            & ~kernel.symbol("cgrp_dfl_implicit_ss_mask").asLong()
        : mask;
  }

  /**
   * How many groups below and at one have a controller.
   *
   * @param nrDying those of them that were removed
   */
  public record Count(String name, int nrGroups, int nrDying) {}

  /** Counts for the controllers of version 2, as {@code cgroup_stat_show()} shows them. */
  public static List<Count> counts(Cgroup group) {
    Program kernel = group.value().program();
    long inhibited = kernel.symbol("cgrp_dfl_inhibit_ss_mask").asLong();
    long unified = kernel.symbol("cgrp_dfl_root").address();
    List<Count> counts = new ArrayList<>();
    List<Value> controllers = all(kernel);
    for (int id = 0; id < controllers.size(); id++) {
      Value controller = controllers.get(id);
      if ((inhibited >> id & 1) == 0 && controller.field("root").asLong() == unified) {
        Value css = group.value().field("subsys").index(id);
        counts.add(
            new Count(
                controller.field("name").asString(),
                css.isNull() ? 0 : css.field("nr_descendants").asInt() + 1,
                group.value().field("nr_dying_subsys").index(id).asInt()));
      }
    }
    return counts;
  }
}
