package org.vmcore.emit.commands.filesys;

import org.vmcore.kernel.fs.MountRow;

/** What the commands of util-linux make of a line of {@code mountinfo}. */
final class MountText {
  private MountText() {}

  /** The mount's options and those of its file system as one list, without saying rw twice. */
  static String options(MountRow row) {
    return (row.isReadOnly() ? "ro" : "rw")
        + row.mountFlags()
        + row.options().ofSuperBlock()
        + row.options().own();
  }
}
