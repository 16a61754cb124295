package org.vmcore.emit.plugins.fsnotify;

import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.FsNotify;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.kernel.fs.OpenFiles;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The groups of inotify and fanotify that are open: who has them, what they watch, how many events
 * nobody fetched, and how many accesses wait for a fanotify listener to allow them.
 */
final class FsnotifyListing {
  @Emits(value = "plugins/fsnotify/fsnotify.txt", needs = "struct fsnotify_group")
  void listing(Program kernel, Text out) {
    out.line(
        "%7s %-16s %4s %-8s %7s %7s %7s",
        "PID", "COMM", "FD", "KIND", "MARKS", "QUEUED", "WAITING");
    for (OpenFiles.OfProcess open : OpenFiles.of(kernel)) {
      for (OpenFile file : open.files()) {
        Value operations = file.file().field("f_op");
        String show = SuperBlock.functionName(operations.field("show_fdinfo"));
        if (show.equals("inotify_show_fdinfo") || show.equals("fanotify_show_fdinfo")) {
          group(open.process(), file, show.substring(0, show.indexOf('_')), out);
        }
      }
    }
  }

  private static void group(Task process, OpenFile file, String kind, Text out) {
    try {
      Value group = FsNotify.group(file.file());
      out.line(
          "%7d %-16s %4d %-8s %7d %7u %7d",
          process.pid(),
          process.comm(),
          file.fd(),
          kind,
          FsNotify.marks(group).size(),
          group.field("q_len").asLong(),
          kind.equals("fanotify") ? waiting(group) : 0);
    } catch (MemoryFault | Malformed damaged) {
      out.partial("a group of pid " + process.pid() + ": " + damaged.getMessage());
    }
  }

  /** Accesses that a listener has been asked about and did not answer yet. */
  private static int waiting(Value group) {
    if (!group.has("fanotify_data.access_list")
        || !group.program().hasType("struct fanotify_perm_event")) {
      return 0;
    }
    Value list = group.at("fanotify_data.access_list");
    return list.field("next").isNull()
        ? 0
        : ListHead.forEachEntry(list, "struct fanotify_perm_event", "fae.fse.list").size();
  }
}
