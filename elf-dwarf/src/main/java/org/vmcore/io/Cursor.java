package org.vmcore.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads fields of a binary format one after the other from bytes in memory, in either byte order.
 * Each read past the end is a {@link MalformedInput} that names the structure and the offset. For
 * one thread.
 */
public final class Cursor {
  private static final VarHandle LITTLE_16 = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_16 = view(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE_32 = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_32 = view(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE_64 = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_64 = view(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int MAX_LEB128_BYTES = 10;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final boolean littleEndian;
  private final String where;
  private final long startOffset;
  private int position;

  /**
   * @param where file and structure, for messages
   * @param startOffset offset of {@code bytes[start]} in the file or section, for messages
   */
  public Cursor(byte[] bytes, int start, int end, ByteOrder order, String where, long startOffset) {
    if (start < 0 || end < start || end > bytes.length) {
      throw new MalformedInput("range " + start + ".." + end + " is no range", where, startOffset);
    }
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.littleEndian = order == ByteOrder.LITTLE_ENDIAN;
    this.where = where;
    this.startOffset = startOffset;
    this.position = start;
  }

  public Cursor(byte[] bytes, ByteOrder order, String where) {
    this(bytes, 0, bytes.length, order, where, 0);
  }

  private static VarHandle view(Class<?> type, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(type, order);
  }

  /** Offset of the next byte from where the cursor began. */
  public int position() {
    return position - start;
  }

  public int remaining() {
    return end - position;
  }

  public boolean hasRemaining() {
    return position < end;
  }

  public void seek(long newPosition) {
    if (newPosition < 0 || newPosition > end - start) {
      throw malformed("position " + newPosition + " lies outside");
    }
    position = start + (int) newPosition;
  }

  public void skip(long count) {
    if (count < 0 || count > end - position) {
      throw malformed(count + " bytes to skip past the end");
    }
    position += (int) count;
  }

  /** A fault at the place that the cursor has reached. */
  public MalformedInput malformed(String what) {
    return new MalformedInput(what, where, startOffset + position - start);
  }

  private int take(int count) {
    int at = position;
    if (count > end - at) {
      throw malformed("ends in the middle of a field of " + count + " bytes");
    }
    position = at + count;
    return at;
  }

  public int u8() {
    return bytes[take(1)] & 0xff;
  }

  public int u16() {
    int at = take(2);
    return (short) (littleEndian ? LITTLE_16 : BIG_16).get(bytes, at) & 0xffff;
  }

  public int s32() {
    int at = take(4);
    return littleEndian ? (int) LITTLE_32.get(bytes, at) : (int) BIG_32.get(bytes, at);
  }

  public long u32() {
    return s32() & 0xffff_ffffL;
  }

  public long u64() {
    int at = take(8);
    return littleEndian ? (long) LITTLE_64.get(bytes, at) : (long) BIG_64.get(bytes, at);
  }

  /** An unsigned number of 1, 2, 3, 4 or 8 bytes. */
  public long unsigned(int sizeBytes) {
    return switch (sizeBytes) {
      case 1 -> u8();
      case 2 -> u16();
      case 3 -> u24();
      case 4 -> u32();
      case 8 -> u64();
      default -> throw malformed("a number of " + sizeBytes + " bytes");
    };
  }

  private int u24() {
    int first = u8();
    int second = u8();
    int third = u8();
    return littleEndian ? third << 16 | second << 8 | first : first << 16 | second << 8 | third;
  }

  public long uleb128() {
    long value = 0;
    for (int i = 0; i < MAX_LEB128_BYTES; i++) {
      int next = u8();
      value |= (long) (next & 0x7f) << 7 * i;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw malformed("a LEB128 number without an end");
  }

  public long sleb128() {
    long value = 0;
    for (int i = 0; i < MAX_LEB128_BYTES; i++) {
      int next = u8();
      value |= (long) (next & 0x7f) << 7 * i;
      if ((next & 0x80) == 0) {
        int unused = Long.SIZE - 7 * (i + 1);
        return unused > 0 ? value << unused >> unused : value;
      }
    }
    throw malformed("a LEB128 number without an end");
  }

  public void skipLeb128() {
    for (int i = 0; i < MAX_LEB128_BYTES; i++) {
      if ((u8() & 0x80) == 0) {
        return;
      }
    }
    throw malformed("a LEB128 number without an end");
  }

  public byte[] bytes(long count) {
    if (count < 0 || count > remaining()) {
      throw malformed(count + " bytes wanted past the end");
    }
    byte[] copy = new byte[(int) count];
    System.arraycopy(bytes, take((int) count), copy, 0, copy.length);
    return copy;
  }

  /** Copies the next {@code length} bytes. */
  public void read(byte[] target, int offset, int length) {
    System.arraycopy(bytes, take(length), target, offset, length);
  }

  /** A string that ends with NUL; the NUL is consumed. */
  public String cString() {
    int from = position;
    skipCString();
    return new String(bytes, from, position - 1 - from, StandardCharsets.ISO_8859_1);
  }

  public void skipCString() {
    int at = position;
    while (at < end && bytes[at] != 0) {
      at++;
    }
    if (at == end) {
      throw malformed("a string without an end");
    }
    position = at + 1;
  }

  /** A string in a field of fixed size, up to its first NUL. */
  public String fixedString(int sizeBytes) {
    byte[] field = bytes(sizeBytes);
    int length = 0;
    while (length < field.length && field[length] != 0) {
      length++;
    }
    return new String(field, 0, length, StandardCharsets.ISO_8859_1);
  }
}
