package org.vmcore.kernel.rbtree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct rb_root}, {@code lib/rbtree.c}. */
public final class RbTree {
  private static final int MAX_ENTRIES = 16 << 20; // no tree of ours is larger on a living machine

  private RbTree() {}

  /**
   * The structures in a tree in its order, as {@code rb_first()} and {@code rb_next()} give them.
   *
   * @param root the {@code struct rb_root} or {@code struct rb_root_cached}, or a pointer to it
   * @param type C type of the entries: {@code "struct kernfs_node"}
   * @param member the entries' {@code struct rb_node}, perhaps a path
   * @throws Malformed when the tree runs into itself
   */
  public static List<Value> inOrder(Value root, String type, String member) {
    return inOrder(
        root,
        type,
        member,
        fault -> {
          throw fault;
        });
  }

  /**
   * As {@link #inOrder(Value, String, String)}; what hangs below a node that cannot be read is left
   * out.
   *
   * @param lost told of each such node
   */
  public static List<Value> inOrder(
      Value root, String type, String member, Consumer<MemoryFault> lost) {
    Program kernel = root.program();
    long offset = kernel.offsetOf(type, member);
    List<Value> entries = new ArrayList<>();
    for (long node : nodes(root, lost)) {
      entries.add(kernel.object(type, node - offset));
    }
    return entries;
  }

  private static List<Long> nodes(Value root, Consumer<MemoryFault> lost) {
    Program kernel = root.program();
    long left = kernel.offsetOf("struct rb_node", "rb_left");
    long right = kernel.offsetOf("struct rb_node", "rb_right");
    List<Long> nodes = new ArrayList<>();
    Deque<Long> above = new ArrayDeque<>();
    Set<Long> seen = new HashSet<>();
    long node = top(root);
    while (node != 0 || !above.isEmpty()) {
      while (node != 0) {
        if (!seen.add(node) || seen.size() > MAX_ENTRIES) {
          throw new Malformed("tree runs into itself", "struct rb_node", node);
        }
        above.push(node);
        node = child(kernel, node + left, lost);
      }
      long next = above.pop();
      nodes.add(next);
      node = child(kernel, next + right, lost);
    }
    return nodes;
  }

  private static long child(Program kernel, long link, Consumer<MemoryFault> lost) {
    try {
      return kernel.memory().u64(link);
    } catch (MemoryFault fault) {
      lost.accept(fault);
      return 0;
    }
  }

  private static long top(Value root) {
    return (root.has("rb_root") ? root.field("rb_root") : root).field("rb_node").asLong();
  }
}
