package org.vmcore.debuginfo.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An index of a kernel with something of each kind in it. */
public final class IndexExample {
  /** Names that it has, and one that it lacks. */
  public static final List<String> NAMES =
      List.of(
          "int",
          "long unsigned",
          "pid_t",
          "task_struct",
          "node",
          "bits",
          "zone",
          "ZONE_DMA",
          "MINUS",
          "init_task",
          "schedule",
          "none");

  private IndexExample() {}

  public static byte[] bytes() {
    return IndexWriter.write(new ImageIdentity("0123abcd", 42), new ImageInCode());
  }

  /** The file with the checksum that it should have: a copy. */
  public static byte[] withChecksum(byte[] file) {
    byte[] copy = file.clone();
    if (copy.length >= IndexFormat.CHECKED_OFFSET) {
      ByteBuffer.wrap(copy)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(IndexFormat.CHECKSUM_OFFSET, (int) IndexFormat.checksum(copy));
    }
    return copy;
  }
}
