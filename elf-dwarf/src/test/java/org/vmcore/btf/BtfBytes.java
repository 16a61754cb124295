package org.vmcore.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Builds a BTF blob type by type; each method returns the number of the type it added. */
public final class BtfBytes {
  /** Names that {@link #example} defines. */
  public static final List<String> EXAMPLE_NAMES =
      List.of("int", "list_head", "entry", "u32", "colour", "RED", "WIDE", "show", "jiffies");

  private static final int EXAMPLE_INT = 1;
  private static final int EXAMPLE_LIST_HEAD = 2;

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

  /** A type of each kind, most of them reachable from {@code struct entry}. */
  public static byte[] example(ByteOrder order) {
    return exampleTypes(order).bytes();
  }

  /** {@code struct mine} of a module, which has members of {@link #example}'s types. */
  public static byte[] exampleOfModule(ByteOrder order) {
    return mine(exampleTypes(order).split(), EXAMPLE_INT, EXAMPLE_LIST_HEAD);
  }

  /** The types of {@link #example} that the same module refers to, as {@code .BTF.base}. */
  public static byte[] exampleDistilled(ByteOrder order) {
    return distilledTypes(order).bytes();
  }

  /** The same module on top of {@link #exampleDistilled}. */
  public static byte[] exampleOfModuleApart(ByteOrder order) {
    return mine(distilledTypes(order).split(), 2, 1);
  }

  private static BtfBytes distilledTypes(ByteOrder order) {
    BtfBytes base = new BtfBytes(order, 1, 0);
    base.struct("list_head", false, 16);
    base.integer("int", 4, 1);
    return base;
  }

  private static byte[] mine(BtfBytes module, int number, int head) {
    module.struct("mine", false, 24, "links", head, 0, "count", number, 128);
    return module.bytes();
  }

  private static BtfBytes exampleTypes(ByteOrder order) {
    BtfBytes blob = new BtfBytes(order, 1, 0);
    int number = blob.integer("int", 4, 1);
    int head = blob.struct("list_head", false, 16, "next", 3, 0, "prev", 3, 64);
    int pointer = blob.pointer(head);
    int array = blob.type(BtfKind.ARRAY, false, 0, "", 0, number, number, 7);
    int tag = blob.type(BtfKind.TYPE_TAG, false, 0, "user", number);
    int typedef = blob.type(BtfKind.TYPEDEF, false, 0, "u32", tag);
    int promise = blob.type(BtfKind.VOLATILE, false, 0, "", typedef);
    int constant = blob.type(BtfKind.CONST, false, 0, "", promise);
    int forward = blob.type(BtfKind.FWD, true, 0, "later", 0);
    int choice = blob.type(BtfKind.UNION, false, 0, "", 8);
    int colour =
        blob.type(BtfKind.ENUM, true, 2, "colour", 4, blob.string("RED"), -1, blob.string("B"), 2);
    int wide = blob.type(BtfKind.ENUM64, false, 1, "wide", 8, blob.string("WIDE"), 1, 2);
    int real = blob.type(BtfKind.FLOAT, false, 0, "double", 8);
    int prototype = blob.type(BtfKind.FUNC_PROTO, false, 2, "", number, 0, pointer, 0, 0);
    blob.type(BtfKind.FUNC, false, 1, "show", prototype);
    int variable = blob.type(BtfKind.VAR, false, 0, "jiffies", constant, 1);
    blob.type(BtfKind.DATASEC, false, 1, ".data", 4, variable, 0, 4);
    blob.type(BtfKind.DECL_TAG, false, 0, "note", number, -1);
    blob.struct(
        "entry",
        false,
        96,
        "list",
        head,
        0,
        "values",
        array,
        128,
        "u",
        constant,
        352,
        "f",
        forward,
        384,
        "",
        choice,
        384,
        "c",
        colour,
        448,
        "w",
        wide,
        512,
        "d",
        real,
        576,
        "show",
        blob.pointer(prototype),
        640);
    blob.struct("bits", true, 4, "low", number, 3 << 24, "high", number, 5 << 24 | 3);
    return blob;
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

  public byte[] bytes() {
    ByteBuffer blob = ByteBuffer.allocate(24 + types.size() + strings.size()).order(order);
    blob.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    blob.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
    return blob.put(types.toByteArray()).put(strings.toByteArray()).array();
  }
}
