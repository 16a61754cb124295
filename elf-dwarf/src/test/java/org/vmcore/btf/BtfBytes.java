package org.vmcore.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds a BTF blob type by type; each method returns the number of the type it added. */
final class BtfBytes {
  private final ByteOrder order;
  private final int firstString;
  private final ByteArrayOutputStream types = new ByteArrayOutputStream();
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private int nextId;

  /**
   * @param firstId 1, or the number behind the last type of the base
   * @param firstString 0, or the length of the strings of the base
   */
  BtfBytes(ByteOrder order, int firstId, int firstString) {
    this.order = order;
    this.firstString = firstString;
    this.nextId = firstId;
    if (firstString == 0) {
      strings.write(0);
    }
  }

  static BtfBytes littleEndian() {
    return new BtfBytes(ByteOrder.LITTLE_ENDIAN, 1, 0);
  }

  BtfBytes split() {
    return new BtfBytes(order, nextId, firstString + strings.size());
  }

  int string(String text) {
    int offset = firstString + strings.size();
    strings.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    strings.write(0);
    return text.isEmpty() ? 0 : offset;
  }

  int type(BtfKind kind, boolean flag, int vlen, String name, int sizeOrType, int... trailing) {
    return rawType((flag ? 1 << 31 : 0) | kind.ordinal() << 24 | vlen, name, sizeOrType, trailing);
  }

  int rawType(int info, String name, int sizeOrType, int... trailing) {
    int nameOffset = string(name);
    word(types, nameOffset);
    word(types, info);
    word(types, sizeOrType);
    for (int value : trailing) {
      word(types, value);
    }
    return nextId++;
  }

  int integer(String name, int sizeBytes, int encoding) {
    return type(BtfKind.INT, false, 0, name, sizeBytes, encoding << 24 | sizeBytes * 8);
  }

  int pointer(int target) {
    return type(BtfKind.PTR, false, 0, "", target);
  }

  /** A structure of members given as name, type, offset. */
  int struct(String name, boolean flag, int sizeBytes, Object... members) {
    int[] words = new int[members.length];
    for (int i = 0; i < members.length; i++) {
      words[i] = members[i] instanceof String text ? string(text) : (Integer) members[i];
    }
    return type(BtfKind.STRUCT, flag, members.length / 3, name, sizeBytes, words);
  }

  private void word(ByteArrayOutputStream out, int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(order).putInt(value).array());
  }

  byte[] bytes() {
    ByteBuffer blob = ByteBuffer.allocate(24 + types.size() + strings.size()).order(order);
    blob.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    blob.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
    return blob.put(types.toByteArray()).put(strings.toByteArray()).array();
  }
}
