package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.model.Program;

/** {@code /proc/PID/fd} as {@code proc_fd_link()}, {@code fs/proc/fd.c}: links to the files. */
final class PidFd {
  @EmitsMany(path = "proc/{pid}/fd/{fd}", each = Fds.class)
  void fd(Program kernel, OpenFile open, Text out) {
    out.linkTo(DPath.of(kernel).ofFile(open.file()));
  }
}
