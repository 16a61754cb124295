package org.vmcore.kernel.cgroup;

import java.util.Optional;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct cgroup}, {@code include/linux/cgroup-defs.h}. */
public final class Cgroup {
  private final Value cgroup;

  /**
   * @param cgroup the {@code struct cgroup}, or a pointer to it that is not NULL
   */
  public Cgroup(Value cgroup) {
    this.cgroup = cgroup.type().asStruct().isPresent() ? cgroup : cgroup.deref();
  }

  /** The {@code struct cgroup}. */
  public Value value() {
    return cgroup;
  }

  /** {@code task_cgroup_from_root()}: the group of a task in a hierarchy. */
  public static Optional<Cgroup> of(Task task, CgroupHierarchy hierarchy) {
    Program kernel = task.value().program();
    Value set = task.value().field("cgroups").deref();
    if (set.address() == kernel.symbol("init_css_set").address()) {
      return Optional.of(new Cgroup(hierarchy.top()));
    }
    if (hierarchy.isUnified()) {
      return Optional.of(new Cgroup(set.field("dfl_cgrp")));
    }
    for (Value link :
        ListHead.forEachEntry(set.field("cgrp_links"), "struct cgrp_cset_link", "cgrp_link")) {
      Value candidate = link.field("cgrp").deref();
      if (candidate.field("root").asLong() == hierarchy.root().address()) {
        return Optional.of(new Cgroup(candidate));
      }
    }
    return Optional.empty();
  }

  /**
   * {@code task_css()}: the group whose limits of a controller hold for a task.
   *
   * @param controller the constant that counts it: {@code "cpuset_cgrp_id"}
   */
  public static Cgroup ofController(Task task, String controller) {
    long id = task.value().program().enumerator(controller);
    Value set = task.value().field("cgroups").deref();
    return new Cgroup(set.field("subsys").index(id).field("cgroup"));
  }

  /** {@code cgroup_path()}: from the root of its hierarchy on. */
  public String path() {
    return new KernfsNode(cgroup.field("kn")).path();
  }

  /** {@code cgroup_is_dead()}: removed, with tasks that are still exiting. */
  public boolean isDead() {
    return (cgroup.at("self.flags").asLong() & cgroup.program().enumerator("CSS_ONLINE")) == 0;
  }
}
