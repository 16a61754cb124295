package org.vmcore.kernel.cgroup;

import java.util.Optional;

/**
 * What a group of version 2 may hold, {@code cgroup_type_show()}, {@code kernel/cgroup/cgroup.c}.
 */
public enum CgroupType {
  DOMAIN("domain"),
  DOMAIN_THREADED("domain threaded"),
  DOMAIN_INVALID("domain invalid"),
  THREADED("threaded");

  private final String text;

  CgroupType(String text) {
    this.text = text;
  }

  /** As {@code cgroup.type} says it. */
  public String text() {
    return text;
  }

  public static CgroupType of(Cgroup group) {
    if (CgroupTasks.isThreaded(group)) {
      return THREADED;
    }
    if (!isValidDomain(group)) {
      return DOMAIN_INVALID;
    }
    return isThreadRoot(group) ? DOMAIN_THREADED : DOMAIN;
  }

  /** {@code cgroup_is_valid_domain()}: no group above has threads of its own. */
  private static boolean isValidDomain(Cgroup group) {
    Optional<Cgroup> above = group.parent();
    while (above.isPresent()) {
      boolean mixable = above.get().isRoot();
      if (CgroupTasks.isThreaded(above.get()) || !mixable && isThreadRoot(above.get())) {
        return false;
      }
      above = above.get().parent();
    }
    return true;
  }

  /** {@code cgroup_is_thread_root()}. */
  private static boolean isThreadRoot(Cgroup group) {
    if (CgroupTasks.isThreaded(group)) {
      return false;
    }
    long threaded = group.value().program().symbol("cgrp_dfl_threaded_ss_mask").asLong();
    return group.value().field("nr_threaded_children").asInt() > 0
        || group.hasTasks() && (group.value().field("subtree_control").asLong() & threaded) != 0;
  }
}
