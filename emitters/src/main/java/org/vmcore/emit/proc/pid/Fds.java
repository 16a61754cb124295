package org.vmcore.emit.proc.pid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The open files of all processes, by pid and number. A table that cannot be read has none. */
@Enumerates({"pid", "fd"})
public final class Fds implements Enumerator<OpenFile> {
  @Override
  public List<Key<OpenFile>> keys(Program kernel) {
    List<Key<OpenFile>> keys = new ArrayList<>();
    for (Task process : Tasks.of(kernel).processes()) {
      for (OpenFile file : filesOf(process)) {
        keys.add(Key.of(Integer.toString(process.pid()), Integer.toString(file.fd()), file));
      }
    }
    return keys;
  }

  private static List<OpenFile> filesOf(Task process) {
    try {
      Optional<Value> files = process.files();
      return files.map(OpenFile::of).orElse(List.of());
    } catch (MemoryFault | Malformed damaged) {
      return List.of();
    }
  }
}
