package org.vmcore.kernel.fs;

import org.vmcore.model.Value;

/** Files of {@code pidfd_open()}, {@code kernel/fork.c} and {@code fs/pidfs.c}. */
public final class PidFile {
  private PidFile() {}

  /**
   * {@code pidfd_pid()}: the {@code struct pid}, of the file, or since 6.9 of the inode.
   *
   * @param file the {@code struct file}
   */
  public static Value pid(Value file) {
    Value own = file.field("private_data");
    return (own.isNull() ? file.field("f_inode").field("i_private") : own)
        .cast("struct pid *")
        .deref();
  }

  /** Number of the process in the first namespace; -1 when it was reaped. */
  public static int number(Value file) {
    Value pid = pid(file);
    boolean reaped = pid.field("tasks").index(0).field("first").isNull();
    return reaped ? -1 : pid.field("numbers").index(0).field("nr").asInt();
  }
}
