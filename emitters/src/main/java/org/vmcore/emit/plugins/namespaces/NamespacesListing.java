package org.vmcore.emit.plugins.namespaces;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.task.Namespaces;
import org.vmcore.kernel.task.Namespaces.Namespace;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/** The namespaces that processes are in, in the columns of {@code lsns}, by type and number. */
final class NamespacesListing {
  /** What is known of one. */
  private static final class Found {
    private final Namespace namespace;
    private final Task first;
    private int processes;

    Found(Namespace namespace, Task first) {
      this.namespace = namespace;
      this.first = first;
    }
  }

  @Emits("plugins/namespaces/namespaces.txt")
  void listing(Program kernel, Text out) {
    Map<String, Found> found = new LinkedHashMap<>();
    for (Task process : Tasks.of(kernel).processes()) {
      for (Namespace namespace : namespaces(process, out)) {
        if (!namespace.name().endsWith("_for_children")) {
          found.computeIfAbsent(namespace.link(), link -> new Found(namespace, process))
              .processes++;
        }
      }
    }
    out.line("%10s %-6s %6s %7s %5s %s", "NS", "TYPE", "NPROCS", "PID", "UID", "COMMAND");
    found.values().stream().sorted(ORDER).forEach(entry -> line(entry, out));
  }

  private static final Comparator<Found> ORDER =
      Comparator.comparing((Found entry) -> entry.namespace.type())
          .thenComparingLong(entry -> entry.namespace.inum());

  private static List<Namespace> namespaces(Task process, Text out) {
    try {
      return Namespaces.of(process);
    } catch (MemoryFault | Malformed damaged) {
      out.partial("namespaces of pid " + process.pid());
      return List.of();
    }
  }

  private static void line(Found entry, Text out) {
    out.line(
        "%10u %-6s %6d %7d %5u %s",
        entry.namespace.inum(),
        entry.namespace.type(),
        entry.processes,
        entry.first.pid(),
        entry.first.cred().at("uid.val").asLong(),
        entry.first.comm());
  }
}
