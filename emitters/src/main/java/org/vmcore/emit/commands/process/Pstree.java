package org.vmcore.emit.commands.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;

/** {@code pstree -lp} of psmisc: what descends from pid 1, siblings by name and number. */
final class Pstree {
  private static final int ROOT_PID = 1;
  private static final int MAX_DEPTH = 1000;

  /** A process or thread as the tree shows it. */
  private record Node(String name, int pid) {
    String label() {
      return name + "(" + pid + ")";
    }
  }

  /** A tree under work. */
  private record Tree(Map<Integer, List<Node>> children, Set<Integer> shown, Text out) {
    /**
     * @param before what stands before the lines of what descends from the node
     */
    void show(Node node, String before, int depth) {
      out.raw(node.label());
      List<Node> below = shown.add(node.pid()) ? childrenOf(node) : List.of();
      if (below.isEmpty() || depth == MAX_DEPTH) {
        out.append('\n');
        return;
      }
      String indent = before + " ".repeat(node.label().length() + 1);
      for (int i = 0; i < below.size(); i++) {
        boolean last = i == below.size() - 1;
        if (i == 0) {
          out.raw(last ? "---" : "-+-");
        } else {
          out.raw(indent + (last ? "`-" : "|-"));
        }
        show(below.get(i), indent + (last ? "  " : "| "), depth + 1);
      }
    }

    private List<Node> childrenOf(Node node) {
      return node.name().startsWith("{") ? List.of() : children.getOrDefault(node.pid(), List.of());
    }
  }

  @Emits("sos_commands/process/pstree_-lp")
  void pstree(Program kernel, Text out) {
    Map<Integer, List<Node>> children = new HashMap<>();
    Tasks tasks = Tasks.of(kernel);
    for (Task process : tasks.processes()) {
      String name = escaped(process.comm());
      add(children, process.realParent().tgid(), new Node(name, process.pid()));
      for (Task thread : tasks.threads(process)) {
        if (!thread.equals(process)) {
          add(children, process.pid(), new Node("{" + name + "}", thread.pid()));
        }
      }
    }
    children
        .values()
        .forEach(
            siblings ->
                siblings.sort(Comparator.comparing(Node::name).thenComparingInt(Node::pid)));
    Tree tree = new Tree(children, new HashSet<>(), out);
    tasks
        .byPid(ROOT_PID)
        .ifPresent(init -> tree.show(new Node(escaped(init.comm()), ROOT_PID), "", 0));
  }

  private static void add(Map<Integer, List<Node>> children, int parent, Node child) {
    children.computeIfAbsent(parent, pid -> new ArrayList<>()).add(child);
  }

  /** What is not printable as an octal number. */
  static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\') {
        text.append("\\\\");
      } else if (c >= ' ' && c <= '~') {
        text.append(c);
      } else {
        text.append(Text.format("\\%03o", (long) c));
      }
    }
    return text.toString();
  }
}
