package org.vmcore.kernel.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.MemberVariants;
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
    return directory().path();
  }

  /** The name of its directory; empty for the root of a hierarchy. */
  public String name() {
    return directory().name();
  }

  /** The node of its directory. */
  public KernfsNode directory() {
    return new KernfsNode(cgroup.field("kn"));
  }

  /** {@code cgroup_ino()}: the number of its directory. */
  public long ino() {
    return directory().ino();
  }

  /** Whether it is the root of its hierarchy. */
  public boolean isRoot() {
    return cgroup.at("self.parent").isNull();
  }

  /** The group above; empty for the root of a hierarchy. */
  public Optional<Cgroup> parent() {
    Value css = cgroup.at("self.parent");
    return css.isNull() ? Optional.empty() : Optional.of(new Cgroup(css.field("cgroup")));
  }

  /** {@code cgroup_on_dfl()}: whether it belongs to the unified hierarchy, version 2. */
  public boolean isOnDfl() {
    return new CgroupHierarchy(cgroup.field("root").deref()).isUnified();
  }

  /** The groups below in the order in which their directories are listed. */
  public List<Cgroup> children() {
    List<Cgroup> children = new ArrayList<>();
    for (KernfsNode node : directory().children()) {
      if (node.isDirectory()) {
        ofDirectory(node).ifPresent(children::add);
      }
    }
    return children;
  }

  /** The groups below with those that were removed and are still in use. */
  public List<Cgroup> childrenAndDying() {
    return ListHead.forEachEntry(
            cgroup.at("self.children"), "struct cgroup_subsys_state", "sibling")
        .stream()
        .map(css -> new Cgroup(css.field("cgroup")))
        .toList();
  }

  /** The group whose directory this is: the two know of each other. */
  static Optional<Cgroup> ofDirectory(KernfsNode directory) {
    Value priv = directory.priv();
    if (priv.isNull()) {
      return Optional.empty();
    }
    Cgroup group = new Cgroup(priv.cast("struct cgroup *"));
    boolean itsOwn = group.cgroup.field("kn").asLong() == directory.value().address();
    return itsOwn ? Optional.of(group) : Optional.empty();
  }

  /** The files of its directory that can be read, in the order in which they are listed. */
  public List<CgroupFile> files() {
    List<CgroupFile> files = new ArrayList<>();
    for (KernfsNode node : directory().children()) {
      if (node.isFile() && node.isReadable() && !node.priv().isNull()) {
        files.add(new CgroupFile(node.name(), this, node.priv().cast("struct cftype *").deref()));
      }
    }
    return files;
  }

  /**
   * {@code cgroup_css()}: its state of a controller; empty where the controller is not enabled.
   *
   * @param controller the constant that counts it: {@code "memory_cgrp_id"}
   */
  public Optional<Value> css(String controller) {
    OptionalLong id = cgroup.program().findEnumerator(controller);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Value css = cgroup.field("subsys").index(id.getAsLong());
    return css.isNull() ? Optional.empty() : Optional.of(css.deref());
  }

  /**
   * Whether a bit of {@code flags} is set.
   *
   * @param constant the constant that counts it: {@code "CGRP_FROZEN"}
   */
  public boolean hasFlag(String constant) {
    return (cgroup.field("flags").asLong() >> cgroup.program().enumerator(constant) & 1) != 0;
  }

  /** {@code cgroup_has_tasks()}: it has tasks itself. */
  public boolean hasTasks() {
    return MemberVariants.first(cgroup, "nr_populated_csets", "self.nr_populated_csets").asInt()
        != 0;
  }

  /** {@code cgroup_is_populated()}: it or a group below has tasks. */
  public boolean isPopulated() {
    return hasTasks()
        || cgroup.field("nr_populated_domain_children").asInt() != 0
        || cgroup.field("nr_populated_threaded_children").asInt() != 0;
  }

  /** {@code cgroup_psi()}: the {@code struct psi_group}; the first group's is the machine's. */
  public Value psi() {
    if (ino() == 1) {
      return cgroup.program().symbol("psi_system");
    }
    Value psi = cgroup.field("psi"); // within the group before 6.1
    return psi.type().asStruct().isPresent() ? psi : psi.deref();
  }

  /** {@code cgroup_core_local_stat_show()}: how long it was frozen, with the time that it is. */
  public long frozenNs() {
    long frozenNs = cgroup.at("freezer.frozen_nsec").asLong();
    return hasFlag("CGRP_FREEZE")
        ? frozenNs
            + Timekeeping.of(cgroup.program()).monotonicNs()
            - cgroup.at("freezer.freeze_start_nsec").asLong()
        : frozenNs;
  }

  /** {@code cgroup_is_dead()}: removed, with tasks that are still exiting. */
  public boolean isDead() {
    return (cgroup.at("self.flags").asLong() & cgroup.program().enumerator("CSS_ONLINE")) == 0;
  }
}
