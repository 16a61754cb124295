package org.vmcore.emit.commands.filesys;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.fs.MountRow;
import org.vmcore.kernel.fs.MountTable;
import org.vmcore.kernel.fs.SeqEscape;
import org.vmcore.model.Program;

/** {@code findmnt} of util-linux: the mounts as a tree, children by number. */
final class Findmnt {
  @Emits("sos_commands/filesys/findmnt")
  void findmnt(Program kernel, Text out) {
    List<MountRow> rows = MountTable.ofFirstProcess(kernel).map(MountTable::rows).orElse(List.of());
    new Tree(rows).print(out);
    rows.forEach(row -> row.missing().forEach(out::partial));
  }

  /** The table while it is made. */
  private static final class Tree {
    private final List<MountRow> rows;
    private final Set<Integer> seen = new HashSet<>();
    private final TextTable table =
        new TextTable().left("TARGET", 0).left("SOURCE", 0).left("FSTYPE", 0).left("OPTIONS", 0);

    Tree(List<MountRow> rows) {
      this.rows = rows;
    }

    void print(Text out) {
      root().ifPresent(root -> add(root, "", ""));
      table.print(out);
    }

    /** The mount that hangs on none of the others. */
    private Optional<MountRow> root() {
      Set<Integer> ids = new HashSet<>();
      rows.forEach(row -> ids.add(row.mount().id()));
      return rows.stream()
          .filter(row -> isTop(row) || !ids.contains(row.mount().parent().id()))
          .min(Comparator.comparingInt(row -> row.mount().parent().id()));
    }

    private static boolean isTop(MountRow row) {
      return row.mount().parent().id() == row.mount().id();
    }

    private void add(MountRow row, String branch, String below) {
      if (!seen.add(row.mount().id())) {
        return;
      }
      String root = row.root().equals("/") ? "" : "[" + SeqEscape.unescape(row.root()) + "]";
      table.row(
          branch + SeqEscape.unescape(row.directory()),
          SeqEscape.unescape(row.device()) + root,
          row.type(),
          MountText.options(row));
      List<MountRow> children = children(row);
      for (int i = 0; i < children.size(); i++) {
        boolean last = i == children.size() - 1;
        add(children.get(i), below + (last ? "└─" : "├─"), below + (last ? "  " : "│ "));
      }
    }

    private List<MountRow> children(MountRow row) {
      List<MountRow> children = new ArrayList<>();
      for (MountRow candidate : rows) {
        if (!isTop(candidate) && candidate.mount().parent().id() == row.mount().id()) {
          children.add(candidate);
        }
      }
      children.sort(Comparator.comparingInt(child -> child.mount().id()));
      return children;
    }
  }
}
