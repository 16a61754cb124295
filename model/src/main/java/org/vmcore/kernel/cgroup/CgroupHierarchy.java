package org.vmcore.kernel.cgroup;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct cgroup_root}, {@code kernel/cgroup/cgroup.c}: the unified hierarchy (version 2),
 * or one of version 1 with its controllers.
 */
public record CgroupHierarchy(Value root) {

  /** {@code for_each_root()}: the latest first, the unified one last if it was ever mounted. */
  public static List<CgroupHierarchy> mounted(Program kernel) {
    List<CgroupHierarchy> hierarchies = new ArrayList<>();
    for (Value root :
        ListHead.forEachEntry(kernel.symbol("cgroup_roots"), "struct cgroup_root", "root_list")) {
      CgroupHierarchy hierarchy = new CgroupHierarchy(root);
      if (!hierarchy.isUnified() || isVisible(kernel, root)) {
        hierarchies.add(hierarchy);
      }
    }
    return hierarchies;
  }

  /** Since it was mounted once; where that is not told, while it is mounted. */
  private static boolean isVisible(Program kernel, Value unified) {
    return kernel
        .findSymbol("cgrp_dfl_visible")
        .map(Value::asBoolean)
        .orElseGet(() -> !ListHead.isEmpty(unified.at("kf_root.supers")));
  }

  /** Whether this is {@code cgrp_dfl_root}, version 2. */
  public boolean isUnified() {
    return root.address() == root.program().symbol("cgrp_dfl_root").address();
  }

  public int id() {
    return root.field("hierarchy_id").asInt();
  }

  /** Name of a hierarchy mounted with {@code name=}, else empty. */
  public String name() {
    return root.field("name").asString();
  }

  /** Controllers of version 1 by their names there: {@code cpu}, {@code cpuacct}. */
  public List<String> controllers() {
    List<String> names = new ArrayList<>();
    long mask = root.field("subsys_mask").asLong();
    List<Value> subsystems = root.program().symbol("cgroup_subsys").elements();
    for (int id = 0; id < subsystems.size(); id++) {
      if ((mask >> id & 1) != 0) {
        names.add(subsystems.get(id).field("legacy_name").asString());
      }
    }
    return names;
  }

  /** The root's own {@code struct cgroup}. */
  public Value top() {
    return root.field("cgrp");
  }
}
