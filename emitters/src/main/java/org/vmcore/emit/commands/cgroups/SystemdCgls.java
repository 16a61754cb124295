package org.vmcore.emit.commands.cgroups;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.cgroup.CgroupHierarchy;
import org.vmcore.kernel.cgroup.CgroupTasks;
import org.vmcore.kernel.cgroup.CgroupTree;
import org.vmcore.kernel.kernfs.KernfsXattr;
import org.vmcore.kernel.task.CommandLine;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/**
 * {@code systemd-cgls}, {@code src/shared/cgroup-show.c} of systemd: control groups that have
 * processes, of the hierarchy in which systemd keeps its units.
 */
final class SystemdCgls {
  private static final int COLUMNS = 80; // of output that goes to no terminal
  private static final int MIN_COLUMNS = 20;
  private static final int MAX_DEPTH = 128;

  private static final String BRANCH = "├─";
  private static final String RIGHT = "└─";
  private static final String VERTICAL = "│ ";
  private static final String ARROW = "→";
  private static final String ELLIPSIS = "…";

  @Emits(value = "sos_commands/cgroups/systemd-cgls", needs = "cgroup_roots")
  void list(Program kernel, Text out) {
    Cgroup root =
        ofSystemd(kernel).orElseThrow(() -> new NoSuchFile("no hierarchy of systemd's is mounted"));
    out.line("Control group /:");
    out.line("-.slice");
    show(root, "", COLUMNS, out);
  }

  /** The unified hierarchy, or the one of version 1 that is named after systemd. */
  private static Optional<Cgroup> ofSystemd(Program kernel) {
    Map<String, Cgroup> mounts = CgroupTree.mounts(kernel);
    return mounts.values().stream()
        .filter(Cgroup::isOnDfl)
        .findFirst()
        .or(() -> mounts.values().stream().filter(SystemdCgls::isNamedAfterSystemd).findFirst());
  }

  private static boolean isNamedAfterSystemd(Cgroup group) {
    return new CgroupHierarchy(group.value().field("root").deref()).name().equals("systemd");
  }

  /** {@code show_cgroup_by_path()}. */
  private static void show(Cgroup group, String prefix, int columns, Text out) {
    if (columns <= COLUMNS - 2 * MAX_DEPTH) {
      out.partial("groups below a depth of " + MAX_DEPTH);
      return;
    }
    List<Cgroup> below = group.children().stream().filter(SystemdCgls::isShown).toList();
    processes(group, prefix, columns, !below.isEmpty(), out);
    for (int i = 0; i < below.size(); i++) {
      boolean last = i == below.size() - 1;
      name(below.get(i), prefix, last, out);
      show(below.get(i), prefix + (last ? "  " : VERTICAL), columns - 2, out);
    }
  }

  /** Version 1 does not say whether there are processes further down. */
  private static boolean isShown(Cgroup group) {
    return group.isPopulated() || !group.isOnDfl();
  }

  /** {@code show_cgroup_name()}, with the attributes in which systemd keeps what it knows. */
  private static void name(Cgroup group, String prefix, boolean last, Text out) {
    List<KernfsXattr> attributes = KernfsXattr.of(group.directory());
    String name = group.name().replaceFirst("^_", ""); // cg_unescape()
    out.raw(prefix + (last ? RIGHT : BRANCH) + name);
    out.raw(isDelegated(attributes) ? " " + ELLIPSIS : "");
    out.line(" (#%llu)", group.ino());
    for (KernfsXattr attribute : attributes) {
      if (attribute.name().startsWith("user.") || attribute.name().startsWith("trusted.")) {
        out.raw(prefix + (last ? "  " : VERTICAL) + ARROW + " ");
        out.line("%s: %s", attribute.name(), attribute.text());
      }
    }
  }

  private static boolean isDelegated(List<KernfsXattr> attributes) {
    return attributes.stream()
        .anyMatch(a -> a.name().endsWith(".delegate") && a.text().equals("1"));
  }

  /** {@code show_pid_array()}: by number, without kernel threads. */
  private static void processes(Cgroup group, String prefix, int columns, boolean more, Text out) {
    if (CgroupTasks.isThreaded(group)) {
      return;
    }
    List<Task> processes =
        CgroupTasks.processes(group).stream()
            .filter(task -> !task.isKernelThread())
            .sorted((a, b) -> Integer.compare(a.pid(), b.pid()))
            .distinct()
            .toList();
    if (processes.isEmpty()) {
      return;
    }
    int width = Integer.toString(processes.get(processes.size() - 1).pid()).length();
    int commandColumns = columns > width + 3 ? columns - width - 3 : MIN_COLUMNS;
    for (int i = 0; i < processes.size(); i++) {
      Task task = processes.get(i);
      out.raw(prefix + (more || i < processes.size() - 1 ? BRANCH : RIGHT));
      out.print("%*d ", width, task.pid());
      out.raw(command(task, commandColumns, out));
      out.append('\n');
    }
  }

  /** {@code get_process_cmdline()}: cut where it does not fit. */
  private static String command(Task task, int columns, Text out) {
    Optional<byte[]> arguments = CommandLine.arguments(task);
    if (arguments.isEmpty()) {
      out.partial("arguments' pages are not in the dump: only short names are known");
      return escaped(task.comm());
    }
    String joined =
        new String(arguments.get(), StandardCharsets.ISO_8859_1).replace('\0', ' ').stripTrailing();
    if (joined.isEmpty()) {
      return "[" + escaped(task.comm()) + "]";
    }
    String shown = escaped(joined);
    return shown.length() <= columns ? shown : shown.substring(0, columns - 1) + ELLIPSIS;
  }

  private static String escaped(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || c == 0x7f ? Text.format("\\x%02x", (long) c) : c);
    }
    return shown.toString();
  }
}
