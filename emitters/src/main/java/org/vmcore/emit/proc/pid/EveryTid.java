package org.vmcore.emit.proc.pid;

import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** All threads, single ones too: for what no file of their process says. */
@Enumerates({"pid", "tid"})
public final class EveryTid implements Enumerator<Task> {
  @Override
  public List<Key<Task>> keys(Program kernel) {
    return Tids.keys(kernel, 1);
  }
}
