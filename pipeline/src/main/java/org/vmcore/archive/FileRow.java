package org.vmcore.archive;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the manifest says of one file.
 *
 * @param status {@code OK}, {@code PARTIAL}, {@code STUB} or {@code ABSENT}
 * @param reason empty for {@code OK}
 * @param nrUnreadable reads of kernel memory that failed, those included that did no harm
 * @param unreadable the first few of them, in words
 * @param nrZeroed reads that got zeros where the dump holds nothing, as it may leave out zeros
 */
public record FileRow(
    String path,
    String emitter,
    String status,
    String reason,
    long sizeBytes,
    long nrUnreadable,
    List<String> unreadable,
    long nrZeroed) {
  private static final int MAX_CHARS = 10_000; // writeUTF() takes 65535 bytes
  private static final int MAX_UNREADABLE = 1000;

  public FileRow {
    path = bounded(path);
    emitter = bounded(emitter);
    reason = bounded(reason);
    unreadable = unreadable.stream().limit(MAX_UNREADABLE).map(FileRow::bounded).toList();
  }

  private static String bounded(String text) {
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }

  /** Writes what {@link #read} reads. */
  public void write(DataOutput out) throws IOException {
    out.writeUTF(path);
    out.writeUTF(emitter);
    out.writeUTF(status);
    out.writeUTF(reason);
    out.writeLong(sizeBytes);
    out.writeLong(nrUnreadable);
    out.writeInt(unreadable.size());
    for (String page : unreadable) {
      out.writeUTF(page);
    }
    out.writeLong(nrZeroed);
  }

  public static FileRow read(DataInput in) throws IOException {
    String path = in.readUTF();
    String emitter = in.readUTF();
    String status = in.readUTF();
    String reason = in.readUTF();
    long sizeBytes = in.readLong();
    long nrUnreadable = in.readLong();
    List<String> unreadable = new ArrayList<>();
    int n = in.readInt();
    if (n > MAX_UNREADABLE) {
      throw new IOException("a row of the manifest claims " + n + " unreadable pages");
    }
    for (int i = 0; i < n; i++) {
      unreadable.add(in.readUTF());
    }
    return new FileRow(
        path, emitter, status, reason, sizeBytes, nrUnreadable, unreadable, in.readLong());
  }
}
