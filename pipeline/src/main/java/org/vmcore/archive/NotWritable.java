package org.vmcore.archive;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.vmcore.io.Fault;

/** The output cannot be written: folder missing or read-only, disk full. */
public final class NotWritable extends Fault {
  private static final long serialVersionUID = 1L;

  private NotWritable(String what, Path where, String remedy, IOException cause) {
    super(what, where.toString(), remedy, cause);
  }

  /** Says in words what kept us from writing at {@code where}. */
  public static NotWritable because(IOException cause, Path where) {
    String reason = reason(cause);
    if (reason.contains("No space left")) {
      return new NotWritable(
          "the disk is full", where, "make room or choose another --output or --tmp-dir", cause);
    }
    return new NotWritable(
        "cannot be written: " + reason, where, "choose a folder that you may write to", cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "no such folder";
    }
    if (cause instanceof NotDirectoryException || cause instanceof FileAlreadyExistsException) {
      return "not a folder";
    }
    if (cause instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getReason();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
