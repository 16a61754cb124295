package org.vmcore.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A number in a header, so that it can be set to what a writer would never write.
 *
 * @param file which of the subject's files it is in
 */
record HeaderField(int file, int offset, int sizeBytes, ByteOrder order) {
  /** How many values {@link #set} knows. */
  static final int NR_VALUES = 4;

  /** Sets the field to 0, 1, the largest signed number or -1. */
  void set(byte[] bytes, int value) {
    if (offset + sizeBytes > bytes.length) {
      return;
    }
    long number =
        switch (value) {
          case 0 -> 0;
          case 1 -> 1;
          case 2 -> Long.MAX_VALUE >>> Long.SIZE - Byte.SIZE * sizeBytes;
          default -> -1;
        };
    put(bytes, number);
  }

  /** Sets the field to a number, of which the low bytes count. */
  void put(byte[] bytes, long number) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    switch (sizeBytes) {
      case 1 -> buffer.put(offset, (byte) number);
      case 2 -> buffer.putShort(offset, (short) number);
      case 4 -> buffer.putInt(offset, (int) number);
      case 8 -> buffer.putLong(offset, number);
      default -> throw new IllegalArgumentException("a field of " + sizeBytes + " bytes");
    }
  }
}
