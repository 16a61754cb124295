package org.vmcore.kernel.sysctl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * All files below {@code /proc/sys} as a process of certain namespaces sees them: {@code struct
 * ctl_dir}s whose entries are in red-black trees by name. An entry may be a link into the tables of
 * a namespace ({@code sysctl_follow_link()}, {@code fs/proc/proc_sysctl.c}).
 */
public final class SysctlTree {
  private static final int FORMAT = 0170000; // S_IFMT
  private static final int DIRECTORY = 0040000; // S_IFDIR
  private static final int LINK = 0120000; // S_IFLNK
  private static final int MAX_DEPTH = 16;
  private static final int MAX_ENTRIES = 4 << 20;

  private final Program kernel;
  private final Map<Long, Value> sets = new HashMap<>(); // by address of their ctl_table_root
  private final List<SysctlEntry> entries = new ArrayList<>();
  private final List<MemoryFault> lost = new ArrayList<>();
  private final Set<Long> walked = new HashSet<>();

  private SysctlTree(Program kernel, Value net) {
    this.kernel = kernel;
    addSet(net.field("sysctls"));
    addSetOf("init_user_ns", "set");
    addSetOf("init_ipc_ns", "ipc_set");
    addSetOf("init_ipc_ns", "mq_set");
    addSetOf("init_pid_ns", "set");
    Value root = kernel.symbol("sysctl_table_root");
    walk(root.at("default_set.dir"), List.of());
  }

  /** What pid 1 sees: the tables of all initial namespaces. */
  public static SysctlTree of(Program kernel) {
    return kernel.computed(SysctlTree.class, k -> new SysctlTree(k, k.symbol("init_net")));
  }

  /** What a process in this network namespace ({@code struct net}) sees. */
  public static SysctlTree of(Value net) {
    return new SysctlTree(net.program(), net);
  }

  /** The files in the order of the directories. */
  public List<SysctlEntry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** Why parts of the tree could not be read. */
  public List<MemoryFault> lost() {
    return Collections.unmodifiableList(lost);
  }

  private void addSetOf(String namespace, String member) {
    kernel
        .findSymbol(namespace)
        .filter(found -> found.has(member + ".dir"))
        .ifPresent(found -> addSet(found.field(member)));
  }

  private void addSet(Value set) {
    sets.put(set.at("dir.header.root").asLong(), set);
  }

  private void walk(Value directory, List<String> path) {
    if (path.size() > MAX_DEPTH || !walked.add(directory.address())) {
      throw new Malformed("directory inside itself", "struct ctl_dir", directory.address());
    }
    for (Place place : places(directory)) {
      try {
        visit(place, path);
      } catch (MemoryFault fault) {
        lost.add(fault); // one table less, not all of them
      }
    }
  }

  /** An entry together with the header of the table it stands in. */
  private record Place(Value table, Value header) {
    String name() {
      return table.field("procname").asString();
    }

    boolean isNamed(String name) {
      return table.field("procname").isReadable() && name().equals(name);
    }

    long format() {
      return table.field("mode").asLong() & FORMAT;
    }
  }

  private void visit(Place place, List<String> path) {
    List<String> inner = new ArrayList<>(path);
    inner.add(place.name());
    if (place.format() == DIRECTORY) {
      walk(directory(place), inner);
    } else if (place.format() == LINK) {
      follow(place).ifPresent(target -> visit(target, path));
    } else if (entries.size() == MAX_ENTRIES) {
      throw new Malformed("too many entries", "struct ctl_table", place.table().address());
    } else {
      entries.add(new SysctlEntry(inner, place.table(), place.header().field("set").deref()));
    }
  }

  /** The header is the first member of the directory it describes. */
  private Value directory(Place place) {
    return kernel.object("struct ctl_dir", place.header().address());
  }

  /** {@code sysctl_follow_link()}: the same name in the tables of our namespace, if it is there. */
  private Optional<Place> follow(Place link) {
    Value set = sets.get(link.table().field("data").asLong());
    if (set == null) {
      return Optional.empty();
    }
    Optional<Value> directory = Optional.of(set.field("dir"));
    for (String step : namesAbove(link.header().field("parent"))) {
      directory =
          directory
              .flatMap(in -> find(in, step))
              .filter(found -> found.format() == DIRECTORY)
              .map(this::directory);
    }
    return directory.flatMap(in -> find(in, link.name())).filter(found -> found.format() != LINK);
  }

  /** {@code xlate_dir()}: names of a directory and of all above it, from the root on. */
  private List<String> namesAbove(Value directory) {
    List<String> names = new ArrayList<>();
    Value current = directory;
    while (!current.isNull() && !current.at("header.parent").isNull()) {
      if (names.size() == MAX_DEPTH) {
        throw new Malformed("directory inside itself", "struct ctl_dir", current.asLong());
      }
      names.add(0, current.at("header.ctl_table[0].procname").asString());
      current = current.at("header.parent");
    }
    return names;
  }

  private Optional<Place> find(Value directory, String name) {
    return places(directory).stream().filter(place -> place.isNamed(name)).findFirst();
  }

  /** Entries of a {@code struct ctl_dir} by name: its red-black tree in order. */
  private List<Place> places(Value directory) {
    List<Place> places = new ArrayList<>();
    for (Value node :
        RbTree.inOrder(directory.field("root"), "struct ctl_node", "node", lost::add)) {
      try {
        places.add(place(node));
      } catch (MemoryFault fault) {
        lost.add(fault);
      }
    }
    return places;
  }

  /** Nodes are an array beside the array of entries. */
  private Place place(Value node) {
    Value header = node.field("header").deref();
    long index =
        (node.address() - header.field("node").asLong()) / kernel.sizeOf("struct ctl_node");
    return new Place(header.field("ctl_table").index(index), header);
  }
}
