package org.vmcore.kernel.fs.options;

import java.util.OptionalLong;
import org.vmcore.kernel.cgroup.CgroupHierarchy;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code kernel/cgroup/cgroup.c} and {@code cgroup-v1.c}. */
final class CgroupOptions {
  private static final String[][] UNIFIED = {
    {"CGRP_ROOT_NS_DELEGATE", "nsdelegate"},
    {"CGRP_ROOT_FAVOR_DYNMODS", "favordynmods"},
    {"CGRP_ROOT_MEMORY_LOCAL_EVENTS", "memory_localevents"},
    {"CGRP_ROOT_MEMORY_RECURSIVE_PROT", "memory_recursiveprot"},
    {"CGRP_ROOT_MEMORY_HUGETLB_ACCOUNTING", "memory_hugetlb_accounting"},
    {"CGRP_ROOT_PIDS_LOCAL_EVENTS", "pids_localevents"}
  };
  private static final String[][] VERSION_1 = {
    {"CGRP_ROOT_NOPREFIX", "noprefix"},
    {"CGRP_ROOT_XATTR", "xattr"},
    {"CGRP_ROOT_CPUSET_V2_MODE", "cpuset_v2_mode"},
    {"CGRP_ROOT_FAVOR_DYNMODS", "favordynmods"}
  };

  private CgroupOptions() {}

  /** {@code cgroup_show_options()}: version 2. */
  static void unified(Program kernel, OptionText out) {
    flags(kernel.symbol("cgrp_dfl_root").field("flags"), UNIFIED, out);
  }

  private static void flags(Value flags, String[][] names, OptionText out) {
    for (String[] flag : names) {
      OptionalLong bit = flags.program().findEnumerator(flag[0]);
      out.flagIf(bit.isPresent() && (flags.asLong() & bit.getAsLong()) != 0, flag[1]);
    }
  }

  /**
   * {@code cgroup1_show_options()}.
   *
   * @param kernfsRoot the hierarchy's {@code struct kernfs_root}
   */
  static void version1(Value kernfsRoot, OptionText out) {
    Program kernel = kernfsRoot.program();
    Value root =
        CgroupHierarchy.mounted(kernel).stream()
            .map(CgroupHierarchy::root)
            .filter(candidate -> candidate.field("kf_root").asLong() == kernfsRoot.address())
            .findFirst()
            .orElseThrow();
    new CgroupHierarchy(root).controllers().forEach(out::flag);
    flags(root.field("flags"), VERSION_1, out);
    String agent = root.field("release_agent_path").asString();
    if (!agent.isEmpty()) {
      out.escaped("release_agent", agent);
    }
    long cloneChildren = kernel.enumerator("CGRP_CPUSET_CLONE_CHILDREN");
    out.flagIf((root.at("cgrp.flags").asLong() >> cloneChildren & 1) != 0, "clone_children");
    String name = root.field("name").asString();
    if (!name.isEmpty()) {
      out.escaped("name", name);
    }
  }
}
