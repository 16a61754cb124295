package org.vmcore.emit.proc.pid;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.task.Namespaces;
import org.vmcore.kernel.task.Namespaces.Namespace;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/** The namespaces of all processes, by pid and name. Of a damaged process there are none. */
@Enumerates({"pid", "name"})
public final class NamespaceLinks implements Enumerator<Namespace> {
  @Override
  public List<Key<Namespace>> keys(Program kernel) {
    List<Key<Namespace>> keys = new ArrayList<>();
    for (Task process : Tasks.of(kernel).processes()) {
      for (Namespace namespace : namespacesOf(process)) {
        keys.add(Key.of(Integer.toString(process.pid()), namespace.name(), namespace));
      }
    }
    return keys;
  }

  private static List<Namespace> namespacesOf(Task process) {
    try {
      return Namespaces.of(process);
    } catch (MemoryFault | Malformed damaged) {
      return List.of();
    }
  }
}
