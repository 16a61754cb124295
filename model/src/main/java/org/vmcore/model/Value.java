package org.vmcore.model;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vmcore.paging.Memory;
import org.vmcore.types.ArrayType;
import org.vmcore.types.EnumType;
import org.vmcore.types.IntType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;
import org.vmcore.types.VoidType;

/**
 * A C object: a type at an address, read only when bits are asked for, or a number with a type
 * (what {@code &x} and casts give). Pointers are followed by {@link #field} as by {@link #deref};
 * {@code a.b} and {@code a->b} are one. Immutable.
 */
public final class Value {
  /** Longest string taken from kernel memory; longer ones are cut. */
  public static final int MAX_STRING_BYTES = 4096;

  /** Most that is read at once. */
  public static final int MAX_READ_BYTES = 64 << 20;

  private static final Map<String, String[]> PATHS = new ConcurrentHashMap<>();

  private final Program program;
  private final Type type;
  private final boolean inMemory;
  private final long location; // address of an object in memory, else the number itself
  private final int bitOffset;
  private final int bitSize;

  private Value(
      Program program, Type type, boolean inMemory, long location, int bitOffset, int bitSize) {
    this.program = program;
    this.type = type;
    this.inMemory = inMemory;
    this.location = location;
    this.bitOffset = bitOffset;
    this.bitSize = bitSize;
  }

  static Value object(Program program, Type type, long address) {
    return new Value(program, type, true, address, 0, 0);
  }

  static Value number(Program program, Type type, long bits) {
    return new Value(program, type, false, bits, 0, 0);
  }

  public Program program() {
    return program;
  }

  public Type type() {
    return type;
  }

  /**
   * Address of this object.
   *
   * @throws IllegalStateException for a number, which has none
   */
  public long address() {
    if (!inMemory) {
      throw new IllegalStateException(type.spelling() + " is a number without an address");
    }
    return location;
  }

  /**
   * The member of this structure, or of the one this pointer points to; anonymous members are
   * looked through.
   *
   * @throws NoSuchMember when the type has none of this name
   */
  public Value field(String name) {
    Value struct = structure(name);
    StructType.Member member =
        ((StructType) struct.type.resolved())
            .member(name)
            .orElseThrow(() -> new NoSuchMember(struct.type, name));
    return struct.member(member);
  }

  /** Follows a path: {@code at("signal->rlim[3].rlim_cur")}. */
  public Value at(String path) {
    Value value = this;
    for (String step : PATHS.computeIfAbsent(path, Value::steps)) {
      value =
          Character.isDigit(step.charAt(0)) ? value.index(Long.parseLong(step)) : value.field(step);
    }
    return value;
  }

  private static String[] steps(String path) {
    return Arrays.stream(path.split("->|[.\\[\\]]+"))
        .filter(s -> !s.isEmpty())
        .toArray(String[]::new);
  }

  /** Whether {@link #at} would find this path in the types; reads nothing but pointers' types. */
  public boolean has(String path) {
    Type current = type;
    for (String step : PATHS.computeIfAbsent(path, Value::steps)) {
      Type resolved = current.resolved();
      if (resolved instanceof PointerType pointer) {
        resolved = pointer.target().resolved();
      }
      if (Character.isDigit(step.charAt(0))) {
        if (!(resolved instanceof ArrayType array)) {
          return false;
        }
        current = array.element();
        continue;
      }
      if (!(resolved instanceof StructType struct)) {
        return false;
      }
      var member = struct.member(step);
      if (member.isEmpty()) {
        return false;
      }
      current = member.get().type();
    }
    return true;
  }

  private Value structure(String wanted) {
    Type resolved = type.resolved();
    if (resolved instanceof StructType) {
      return this;
    }
    if (resolved instanceof PointerType pointer
        && pointer.target().resolved() instanceof StructType struct) {
      return object(program, complete(struct), asLong());
    }
    throw new NoSuchMember(type, wanted);
  }

  private Value member(StructType.Member member) {
    long address = address();
    if (!member.isBitField()) {
      return object(program, member.type(), address + member.offsetBytes());
    }
    return new Value(
        program,
        member.type(),
        true,
        address + (member.bitOffset() >> 3),
        (int) (member.bitOffset() & 7),
        member.bitSize());
  }

  /** A declaration stands for the definition of the same name. */
  private Type complete(StructType struct) {
    return struct.isComplete() ? struct : program.type(struct.spelling());
  }

  /** What this pointer points to, or the first element of this array. */
  public Value deref() {
    return index(0);
  }

  /** The element of this array, or of the memory this pointer points to; not checked for length. */
  public Value index(long i) {
    Type resolved = type.resolved();
    if (resolved instanceof ArrayType array) {
      return object(program, array.element(), address() + i * array.element().sizeBytes());
    }
    if (resolved instanceof PointerType pointer) {
      Type target = pointer.target();
      if (target.resolved() instanceof StructType struct && !struct.isComplete()) {
        target = complete(struct);
      }
      return object(program, target, asLong() + i * target.sizeBytes());
    }
    throw new NoSuchMember(type, "[" + i + "]");
  }

  /**
   * A row of this array of arrays. BTF tells them as one array, so the length must be known.
   *
   * @param rowLength elements of a row
   */
  public Value row(long i, long rowLength) {
    if (type.resolved() instanceof ArrayType array
        && !(array.element().resolved() instanceof ArrayType)) {
      Type row = new ArrayType(array::element, rowLength);
      return object(program, row, address() + i * row.sizeBytes());
    }
    return index(i);
  }

  /** Elements of this array as its type counts them. */
  public List<Value> elements() {
    return elements(length());
  }

  /** The first {@code n} elements of this array or pointer; lazy. */
  public List<Value> elements(long n) {
    if (n < 0 || n > Integer.MAX_VALUE) {
      throw new Malformed("absurd length " + n, type.spelling(), inMemory ? location : 0);
    }
    return new AbstractList<>() {
      @Override
      public Value get(int i) {
        return index(i);
      }

      @Override
      public int size() {
        return (int) n;
      }
    };
  }

  /** Elements that the type of this array counts; 0 for a flexible array member. */
  public int length() {
    if (type.resolved() instanceof ArrayType array) {
      if (array.length() < 0 || array.length() > Integer.MAX_VALUE) {
        throw new Malformed("absurd length " + array.length(), type.spelling(), location);
      }
      return (int) array.length();
    }
    throw new NoSuchMember(type, "[]");
  }

  /** A pointer to this object. */
  public Value addressOf() {
    return number(program, new PointerType(() -> type, program.pointerSizeBytes()), address());
  }

  /** The same bits under another type. */
  public Value cast(Type other) {
    return new Value(program, other, inMemory, location, bitOffset, bitSize);
  }

  /** The same bits under another type: {@code cast("struct mount *")}. */
  public Value cast(String other) {
    return cast(program.type(other));
  }

  /**
   * The structure that this object is the named member of, as {@code container_of()} finds it. For
   * a pointer: that of the object it points to.
   */
  public Value containerOf(String container, String member) {
    long address = type.resolved() instanceof PointerType ? asLong() : address();
    return program.object(container, address - program.offsetOf(container, member));
  }

  /**
   * The number: sign extended for signed types, zero extended for others; {@code u64} values are a
   * {@code long} to be treated as unsigned. Pointers give their address.
   */
  public long asLong() {
    Type resolved = type.resolved();
    if (resolved instanceof StructType || resolved instanceof ArrayType) {
      throw new NoSuchMember(type, "a number");
    }
    if (!inMemory) {
      return location;
    }
    if (bitSize != 0) {
      return extended(bitField(), bitSize, resolved);
    }
    Memory memory = program.memory();
    int sizeBytes = (int) resolved.sizeBytes();
    long bits =
        switch (sizeBytes) {
          case 1 -> memory.u8(location);
          case 2 -> memory.u16(location);
          case 4 -> memory.u32(location) & 0xffffffffL;
          case 8 -> memory.u64(location);
          default -> throw new NoSuchMember(type, "a number of " + sizeBytes + " bytes");
        };
    return extended(bits, sizeBytes * 8, resolved);
  }

  private static long extended(long bits, int width, Type resolved) {
    boolean signed =
        resolved instanceof IntType number
            ? number.isSigned()
            : resolved instanceof EnumType constants && constants.isSigned();
    if (!signed || width == Long.SIZE) {
      return bits;
    }
    int unused = Long.SIZE - width;
    return bits << unused >> unused;
  }

  private long bitField() {
    int nrBytes = (bitOffset + bitSize + 7) >> 3;
    byte[] bytes = program.memory().read(location, nrBytes);
    boolean little = program.memory().order() == ByteOrder.LITTLE_ENDIAN;
    long bits = 0;
    for (int i = 0; i < bitSize; i++) {
      int bit = bitOffset + i;
      int inByte = bytes[bit >> 3] >> (little ? bit & 7 : 7 - (bit & 7)) & 1;
      bits |= (long) inByte << (little ? i : bitSize - 1 - i);
    }
    return bits;
  }

  public int asInt() {
    return (int) asLong();
  }

  public boolean asBoolean() {
    return asLong() != 0;
  }

  public boolean isNull() {
    return asLong() == 0;
  }

  /**
   * The C string in this character array, or the one this pointer points to. Each byte becomes the
   * character of the same number, so that what is no UTF-8 survives; {@code Text} undoes it.
   */
  public String asString() {
    if (type.resolved() instanceof ArrayType array) {
      int limit =
          (int) Math.min(array.length() == 0 ? MAX_STRING_BYTES : array.length(), MAX_STRING_BYTES);
      return program.cString(address(), limit);
    }
    return program.cString(asLong(), MAX_STRING_BYTES);
  }

  /** The bytes of this object. */
  public byte[] bytes() {
    return bytes(type.sizeBytes());
  }

  /** {@code sizeBytes} bytes from the start of this object. */
  public byte[] bytes(long sizeBytes) {
    if (sizeBytes < 0 || sizeBytes > MAX_READ_BYTES) {
      throw new Malformed("absurd size of " + sizeBytes + " bytes", type.spelling(), address());
    }
    return program.memory().read(address(), (int) sizeBytes);
  }

  /** All numbers of this array in one read. */
  public long[] longs() {
    return longs(length());
  }

  /** The first {@code n} numbers of this array, or of what this pointer points to, in one read. */
  public long[] longs(int n) {
    Value first = index(0);
    Type element = first.type.resolved();
    int width = (int) element.sizeBytes();
    if (width != 1 && width != 2 && width != 4 && width != 8) {
      throw new NoSuchMember(first.type, "a number");
    }
    byte[] bytes = first.bytes((long) n * width);
    boolean little = program.memory().order() == ByteOrder.LITTLE_ENDIAN;
    long[] numbers = new long[n];
    for (int i = 0; i < n; i++) {
      long bits = 0;
      for (int b = 0; b < width; b++) {
        int at = i * width + (little ? width - 1 - b : b);
        bits = bits << 8 | (bytes[at] & 0xff);
      }
      numbers[i] = extended(bits, width * 8, element);
    }
    return numbers;
  }

  /** Whether the object's first byte can be read. */
  public boolean isReadable() {
    return !inMemory || program.memory().isReadable(location);
  }

  /** Two values are equal when they are the same object or the same number. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Value that
        && inMemory == that.inMemory
        && location == that.location
        && bitOffset == that.bitOffset
        && bitSize == that.bitSize
        && type.spelling().equals(that.type.spelling());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(location);
  }

  @Override
  public String toString() {
    String spelled = type == VoidType.INSTANCE ? "void" : type.spelling();
    return "(" + spelled + ") " + (inMemory ? "at " : "") + "0x" + Long.toHexString(location);
  }

  static String latin1(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
