package org.vmcore.debuginfo.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;

/** One part of an index. Immutable, thread-safe: all reads carry their position. */
final class IndexPart {
  private final byte[] file;
  private final ByteBuffer words;
  private final int start;
  private final int sizeBytes;
  private final String where;

  /**
   * @throws MalformedInput when the part does not lie in the file, or is no whole number of rows
   */
  IndexPart(byte[] file, long start, long sizeBytes, int rowBytes, String where) {
    if (start < 0
        || sizeBytes < 0
        || start > file.length - sizeBytes
        || sizeBytes % rowBytes != 0) {
      throw new MalformedInput("a part of " + sizeBytes + " bytes", where, start);
    }
    this.file = file;
    this.words = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    this.start = (int) start;
    this.sizeBytes = (int) sizeBytes;
    this.where = where;
  }

  int sizeBytes() {
    return sizeBytes;
  }

  /** The word at this offset, which lies inside for every whole row. */
  int u32(int offset) {
    return words.getInt(start + offset);
  }

  long u64(int offset) {
    return words.getLong(start + offset);
  }

  int u8(int offset) {
    return file[start + offset] & 0xff;
  }

  /** Reads from an offset that comes from the file itself. */
  Cursor cursor(int offset) {
    Cursor in = new Cursor(file, start, start + sizeBytes, ByteOrder.LITTLE_ENDIAN, where, start);
    in.seek(offset);
    return in;
  }

  MalformedInput malformed(String what, int offset) {
    return new MalformedInput(what, where, (long) start + offset);
  }

  /**
   * Offset of the first of the sorted rows whose first word is not below {@code key}; the size of
   * the part where there is none.
   */
  int firstRow(int rowBytes, int key) {
    int low = 0;
    int high = sizeBytes / rowBytes;
    while (low < high) {
      int middle = low + high >>> 1;
      if (u32(middle * rowBytes) < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low * rowBytes;
  }
}
