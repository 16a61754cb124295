package org.vmcore.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The open files of all processes, found once. A table that cannot be read has none. */
public final class OpenFiles {
  /** A process with its open files by number. */
  public record OfProcess(Task process, List<OpenFile> files) {
    public OfProcess {
      files = List.copyOf(files);
    }
  }

  private final List<OfProcess> all = new ArrayList<>();

  private OpenFiles(Program kernel) {
    for (Task process : Tasks.of(kernel).processes()) {
      all.add(new OfProcess(process, filesOf(process)));
    }
  }

  private static List<OpenFile> filesOf(Task process) {
    try {
      Optional<Value> files = process.files();
      return files.map(OpenFile::of).orElse(List.of());
    } catch (MemoryFault | Malformed damaged) {
      return List.of();
    }
  }

  /** By pid. */
  public static List<OfProcess> of(Program kernel) {
    return List.copyOf(kernel.computed(OpenFiles.class, OpenFiles::new).all);
  }
}
