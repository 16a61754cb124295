package org.vmcore.debuginfo.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow while numbers are put behind them. For one thread. */
final class IndexBytes {
  private byte[] bytes = new byte[256];
  private int size;

  private int more(int count) {
    int at = size;
    if (count > bytes.length - at) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(at, count), Math.multiplyExact(at, 2)));
    }
    size = at + count;
    return at;
  }

  int size() {
    return size;
  }

  void u8(int value) {
    int at = more(1);
    bytes[at] = (byte) value;
  }

  void u32(int value) {
    int at = more(Integer.BYTES);
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (value >>> 8 * i);
    }
  }

  void u64(long value) {
    u32((int) value);
    u32((int) (value >>> Integer.SIZE));
  }

  void uleb128(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      u8((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    u8((int) rest);
  }

  void sleb128(long value) {
    long rest = value;
    while (rest < -0x40 || rest > 0x3f) {
      u8((int) rest & 0x7f | 0x80);
      rest >>= 7;
    }
    u8((int) rest & 0x7f);
  }

  void bytes(byte[] more, int from, int count) {
    int at = more(count);
    System.arraycopy(more, from, bytes, at, count);
  }

  void bytes(IndexBytes more) {
    bytes(more.bytes, 0, more.size);
  }

  /** Characters of names are bytes: kernels have no others. */
  void characters(String text) {
    byte[] more = text.getBytes(StandardCharsets.ISO_8859_1);
    bytes(more, 0, more.length);
  }

  /** All bytes as the file that they are, its checksum put in. */
  byte[] sealed() {
    byte[] file = Arrays.copyOf(bytes, size);
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(IndexFormat.CHECKSUM_OFFSET, (int) IndexFormat.checksum(file));
    return file;
  }
}
