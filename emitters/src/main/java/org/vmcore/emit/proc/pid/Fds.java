package org.vmcore.emit.proc.pid;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.kernel.fs.OpenFiles;
import org.vmcore.model.Program;

/** The open files of all processes, by pid and number. */
@Enumerates({"pid", "fd"})
public final class Fds implements Enumerator<OpenFile> {
  @Override
  public List<Key<OpenFile>> keys(Program kernel) {
    List<Key<OpenFile>> keys = new ArrayList<>();
    for (OpenFiles.OfProcess open : OpenFiles.of(kernel)) {
      for (OpenFile file : open.files()) {
        String pid = Integer.toString(open.process().pid());
        keys.add(Key.of(pid, Integer.toString(file.fd()), file));
      }
    }
    return keys;
  }
}
