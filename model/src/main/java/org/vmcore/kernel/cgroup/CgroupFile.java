package org.vmcore.kernel.cgroup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A file in the directory of a control group that can be read. Its {@code struct cftype}, {@code
 * include/linux/cgroup-defs.h}, says which function shows it.
 *
 * @param name as in its directory: {@code memory.max}
 * @param cftype the {@code struct cftype}
 */
public record CgroupFile(String name, Cgroup cgroup, Value cftype) {
  public Program kernel() {
    return cftype.program();
  }

  /** {@code cftype.private}, by which functions tell the files apart that they show. */
  public long privateData() {
    return cftype.field("private").asLong();
  }

  /**
   * {@code of_css()}: the group's state of the controller whose file it is, or of the group itself.
   */
  public Value css() {
    Value controller = cftype.field("ss");
    return controller.isNull()
        ? cgroup.value().field("self")
        : cgroup.value().field("subsys").index(controller.field("id").asLong()).deref();
  }

  /**
   * The same as the controller's own structure, of which it is the member {@code css}.
   *
   * @param type C type: {@code "struct mem_cgroup"}
   */
  public Value state(String type) {
    return css().containerOf(type, "css");
  }

  /**
   * {@code css_for_each_descendant_pre()}: the state itself and those of the groups below, where
   * the controller is enabled.
   */
  public List<Value> descendantStates() {
    List<Value> states = new ArrayList<>();
    Deque<Value> rest = new ArrayDeque<>(List.of(css()));
    while (!rest.isEmpty() && states.size() < MAX_STATES) {
      Value css = rest.pop();
      states.add(css);
      ListHead.forEachEntry(css.field("children"), "struct cgroup_subsys_state", "sibling")
          .forEach(rest::push);
    }
    return states;
  }

  private static final int MAX_STATES = 1 << 20;

  /** The name of the function that shows it, as {@code cgroup_seqfile_show()} chooses it. */
  public Optional<String> handler() {
    for (String member : new String[] {"seq_show", "read_u64", "read_s64"}) {
      Value function = cftype.field(member);
      if (!function.isNull()) {
        return kernel().symbolAt(function.asLong()).map(symbol -> withoutSuffix(symbol.name()));
      }
    }
    return Optional.empty();
  }

  /** Compilers mark the variants that they make of a function: {@code .isra.0}. */
  private static String withoutSuffix(String symbol) {
    int dot = symbol.indexOf('.');
    return dot < 0 ? symbol : symbol.substring(0, dot);
  }
}
