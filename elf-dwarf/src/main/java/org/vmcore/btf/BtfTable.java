package org.vmcore.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.TableString;

/**
 * The types and strings of one BTF blob by number: {@code struct btf_header} and {@code struct
 * btf_type}, {@code include/uapi/linux/btf.h}. A split blob continues the numbers of types and the
 * offsets of strings of its base. Immutable.
 */
final class BtfTable {
  static final int COMMON_BYTES = 12; // struct btf_type without what follows it

  private static final int MAGIC = 0xeb9f;
  static final int HEADER_BYTES = 24;
  private static final int MAX_TYPES = 1 << 24;

  private final String name;
  private final ByteBuffer bytes;
  private final BtfTable base; // null for a blob of its own
  private final int firstId;
  private final int firstString;
  private final int typesStart;
  private final int typesEnd;
  private final int stringsStart;
  private final int stringsEnd;
  private final int[] positions; // of the type with number firstId + i

  private BtfTable(String name, byte[] blob, BtfTable base) {
    this.name = name;
    this.base = base;
    this.firstId = base == null ? 1 : base.endId();
    this.firstString = base == null ? 0 : base.endOfStrings();
    if (blob.length < HEADER_BYTES) {
      throw new MalformedInput("shorter than its header", name, 0);
    }
    this.bytes = inOrderOfMagic(name, blob);
    int headerBytes = bytes.getInt(4);
    if (headerBytes < HEADER_BYTES || headerBytes > blob.length) {
      throw new MalformedInput("header of " + headerBytes + " bytes", name + ": hdr_len", 4);
    }
    this.typesStart = part(headerBytes, 8);
    this.typesEnd = end(typesStart, 12);
    this.stringsStart = part(headerBytes, 16);
    this.stringsEnd = end(stringsStart, 20);
    this.positions = positions();
  }

  static BtfTable of(String name, byte[] blob, BtfTable base) {
    return new BtfTable(name, blob, base);
  }

  private static ByteBuffer inOrderOfMagic(String name, byte[] blob) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      ByteBuffer buffer = ByteBuffer.wrap(blob).order(order);
      if ((buffer.getShort(0) & 0xffff) == MAGIC) {
        return buffer;
      }
    }
    throw new MalformedInput("no BTF: magic number is missing", name + ": magic", 0);
  }

  private int part(int headerBytes, int field) {
    long start = headerBytes + (bytes.getInt(field) & 0xffffffffL);
    if (start > bytes.capacity()) {
      throw new MalformedInput("a part starts past the end", name, field);
    }
    return (int) start;
  }

  private int end(int start, int field) {
    long end = start + (bytes.getInt(field) & 0xffffffffL);
    if (end > bytes.capacity()) {
      throw new MalformedInput("a part reaches past the end", name, field);
    }
    return (int) end;
  }

  /** A kind that is not known has no known size: the types up to there are kept. */
  private int[] positions() {
    int[] found = new int[Math.max(16, (typesEnd - typesStart) / 24)];
    int count = 0;
    int position = typesStart;
    while (position <= typesEnd - COMMON_BYTES && count < MAX_TYPES) {
      int info = bytes.getInt(position + 4);
      BtfKind kind = BtfKind.of(kindNumber(info));
      if (kind == null) {
        break;
      }
      int next = position + COMMON_BYTES + kind.trailingBytes(info & 0xffff);
      if (next > typesEnd) {
        break;
      }
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = position;
      position = next;
    }
    return Arrays.copyOf(found, count);
  }

  private static int kindNumber(int info) {
    return info >>> 24 & 0x1f;
  }

  String name() {
    return name;
  }

  /** Number of the first type of this blob itself. */
  int firstId() {
    return firstId;
  }

  /** Number behind the last type. */
  int endId() {
    return firstId + positions.length;
  }

  private int endOfStrings() {
    return firstString + stringsEnd - stringsStart;
  }

  /** The blob that holds a type, this one or a base; null for numbers that no blob has. */
  BtfTable holderOf(int id) {
    if (id >= firstId) {
      return id < endId() ? this : null;
    }
    return base == null ? null : base.holderOf(id);
  }

  BtfKind kind(int id) {
    return BtfKind.of(kindNumber(bytes.getInt(position(id) + 4)));
  }

  int vlen(int id) {
    return bytes.getInt(position(id) + 4) & 0xffff;
  }

  boolean kindFlag(int id) {
    return bytes.getInt(position(id) + 4) < 0;
  }

  /** {@code btf_type.size} or {@code btf_type.type}. */
  int sizeOrType(int id) {
    return bytes.getInt(position(id) + 8);
  }

  int nameOffset(int id) {
    return bytes.getInt(position(id));
  }

  /** The word {@code offset} bytes behind the common part of this type. */
  int trailing(int id, int offset) {
    return bytes.getInt(position(id) + COMMON_BYTES + offset);
  }

  /** Whether a variable is no static one: {@code btf_var.linkage}. */
  boolean isGlobal(int id) {
    return trailing(id, 0) != 0;
  }

  private int position(int id) {
    return positions[id - firstId];
  }

  String nameOf(int id) {
    return string(nameOffset(id));
  }

  /** The start of the string at this offset; empty where no blob has one. */
  String string(int offset) {
    if (base != null && Integer.compareUnsigned(offset, firstString) < 0) {
      return base.string(offset);
    }
    long start = stringsStart + (offset & 0xffffffffL) - firstString;
    if (start < stringsStart || start >= stringsEnd) {
      return "";
    }
    return TableString.at(bytes.array(), (int) start, stringsEnd);
  }

  /** Hash of the string at this offset, as {@link String#hashCode} of it. */
  int hashOf(int offset) {
    if (base != null && Integer.compareUnsigned(offset, firstString) < 0) {
      return base.hashOf(offset);
    }
    long start = stringsStart + (offset & 0xffffffffL) - firstString;
    return start < stringsStart || start >= stringsEnd
        ? 0
        : TableString.hash(bytes.array(), (int) start, stringsEnd);
  }

  MalformedInput malformed(String what, int id) {
    return new MalformedInput(what, name + ": type " + id, position(id));
  }
}
