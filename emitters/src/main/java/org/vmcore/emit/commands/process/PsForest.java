package org.vmcore.emit.commands.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Processes as a forest, {@code show_forest()} of {@code ps}: children below their parent by their
 * start, those of pid 1 not indented, the latest of the trees first.
 */
final class PsForest {
  private static final int MAX_INDENT = 4096;

  private final List<PsTask> sorted;
  private final Map<Integer, List<PsTask>> children = new HashMap<>();
  private final Set<Integer> pids = new HashSet<>();
  private final Set<Integer> shown = new HashSet<>();

  PsForest(List<PsTask> processes) {
    sorted = new ArrayList<>(processes);
    sorted.sort(Comparator.comparingInt(PsTask::parentPid).thenComparingLong(PsTask::startTicks));
    for (PsTask process : sorted) {
      pids.add(process.pid());
      children.computeIfAbsent(process.parentPid(), pid -> new ArrayList<>()).add(process);
    }
  }

  void show(PsTable table) {
    for (int i = sorted.size() - 1; i >= 0; i--) {
      if (!pids.contains(sorted.get(i).parentPid())) {
        tree(sorted.get(i), "", "", table);
      }
    }
  }

  /**
   * @param mark what stands before the process itself
   * @param below what stands before its children's marks
   */
  private void tree(PsTask process, String mark, String below, PsTable table) {
    if (!shown.add(process.pid())) {
      return; // parents in a ring
    }
    table.row(process, mark);
    List<PsTask> all = children.getOrDefault(process.pid(), List.of());
    for (int i = 0; i < all.size(); i++) {
      if (process.pid() == 1 || below.length() > MAX_INDENT) {
        tree(all.get(i), mark, below, table);
      } else {
        String more = i < all.size() - 1 ? " |  " : "    ";
        tree(all.get(i), below + " \\_ ", below + more, table);
      }
    }
  }
}
