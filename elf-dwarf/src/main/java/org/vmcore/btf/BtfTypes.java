package org.vmcore.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.vmcore.types.AliasType;
import org.vmcore.types.ArrayType;
import org.vmcore.types.EnumType;
import org.vmcore.types.FloatType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.IntType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;
import org.vmcore.types.VoidType;

/** Makes C types from the numbered types of a blob; each is made when it is first needed. */
final class BtfTypes {
  private static final int POINTER_BYTES = 8; // BTF does not tell; all supported machines agree
  private static final int MAX_UNNAMED = 64; // pointers to arrays of pointers to ...
  private static final int SIGNED = 1;
  private static final int BOOL = 4;

  private final BtfTable table;
  private final IntFunction<Type> base;
  private final AtomicReferenceArray<Type> made;

  /**
   * @param base gives the types that come before the table's own
   */
  BtfTypes(BtfTable table, IntFunction<Type> base) {
    this.table = table;
    this.base = base;
    this.made = new AtomicReferenceArray<>(table.endId() - table.firstId());
  }

  /** The type of this number; numbers that no blob has are {@code void}, as 0 is. */
  Type type(int id) {
    if (id > 0 && id < table.firstId()) {
      return base.apply(id);
    }
    if (id <= 0 || id >= table.endId()) {
      return VoidType.INSTANCE;
    }
    int slot = id - table.firstId();
    Type known = made.get(slot);
    if (known != null) {
      return known;
    }
    made.compareAndSet(slot, null, make(id));
    return made.get(slot);
  }

  private Type make(int id) {
    refuseEndlessChain(id);
    int target = table.sizeOrType(id);
    return switch (table.kind(id)) {
      case INT -> integer(id);
      case FLOAT -> new FloatType(table.nameOf(id), size(id));
      case PTR -> new PointerType(reference(target), POINTER_BYTES);
      case ARRAY -> {
        int element = table.trailing(id, 0);
        yield new ArrayType(reference(element), table.trailing(id, 8) & 0xffffffffL);
      }
      case STRUCT, UNION ->
          new StructType(
              table.kind(id) == BtfKind.UNION, table.nameOf(id), size(id), true, () -> members(id));
      case FWD -> new StructType(table.kindFlag(id), table.nameOf(id), 0, false, List::of);
      case ENUM, ENUM64 ->
          new EnumType(table.nameOf(id), size(id), isSigned(id), () -> enumerators(id));
      case TYPEDEF -> new AliasType(table.nameOf(id), reference(target));
      case VOLATILE, CONST, RESTRICT, TYPE_TAG -> new AliasType("", reference(target));
      case FUNC, VAR -> type(target);
      case FUNC_PROTO -> new FunctionType(reference(target), () -> parameters(id));
      case VOID, DATASEC, DECL_TAG -> VoidType.INSTANCE;
    };
  }

  private Supplier<Type> reference(int id) {
    return () -> type(id);
  }

  private long size(int id) {
    return table.sizeOrType(id) & 0xffffffffL;
  }

  /** Types without names that refer to each other in a circle have no spelling and no size. */
  private void refuseEndlessChain(int id) {
    int current = id;
    for (int i = 0; i < MAX_UNNAMED; i++) {
      BtfTable holder = table.holderOf(current);
      if (holder == null) {
        return;
      }
      BtfKind kind = holder.kind(current);
      if (kind == BtfKind.ARRAY) {
        current = holder.trailing(current, 0);
      } else if (kind.isUnnamedReference() || kind == BtfKind.FUNC || kind == BtfKind.VAR) {
        current = holder.sizeOrType(current);
      } else {
        return;
      }
    }
    throw table.malformed("types refer to each other in a circle", id);
  }

  private IntType integer(int id) {
    int encoding = table.trailing(id, 0) >>> 24 & 0xf;
    String name = table.nameOf(id);
    return new IntType(name, size(id), (encoding & SIGNED) != 0, (encoding & BOOL) != 0);
  }

  private List<StructType.Member> members(int id) {
    boolean packed = table.kindFlag(id);
    List<StructType.Member> members = new ArrayList<>();
    for (int i = 0; i < table.vlen(id); i++) {
      String name = table.string(table.trailing(id, i * 12));
      int typeId = table.trailing(id, i * 12 + 4);
      int offset = table.trailing(id, i * 12 + 8);
      members.add(
          packed
              ? new StructType.Member(name, type(typeId), offset & 0xffffff, offset >>> 24)
              : member(name, typeId, offset & 0xffffffffL));
    }
    return members;
  }

  /** Without {@code kind_flag} a bit-field's width and place are those of its integer type. */
  private StructType.Member member(String name, int typeId, long bitOffset) {
    int id = behindAliases(typeId);
    BtfTable holder = table.holderOf(id);
    if (holder != null && holder.kind(id) == BtfKind.INT) {
      int word = holder.trailing(id, 0);
      int bits = word & 0xff;
      int inside = word >>> 16 & 0xff;
      if (bits != holder.sizeOrType(id) * 8 || inside != 0) {
        return new StructType.Member(name, type(typeId), bitOffset + inside, bits);
      }
    }
    return new StructType.Member(name, type(typeId), bitOffset, 0);
  }

  private int behindAliases(int id) {
    int current = id;
    for (int i = 0; i < MAX_UNNAMED; i++) {
      BtfTable holder = table.holderOf(current);
      if (holder == null) {
        return current;
      }
      switch (holder.kind(current)) {
        case TYPEDEF, CONST, VOLATILE, RESTRICT, TYPE_TAG -> current = holder.sizeOrType(current);
        default -> {
          return current;
        }
      }
    }
    return current;
  }

  /** {@code ENUM} tells its sign only since 6.1; before, a negative constant does. */
  private boolean isSigned(int id) {
    if (table.kindFlag(id)) {
      return true;
    }
    if (table.kind(id) == BtfKind.ENUM64) {
      return false;
    }
    for (int i = 0; i < table.vlen(id); i++) {
      if (table.trailing(id, i * 8 + 4) < 0) {
        return isSmallNegative(table.trailing(id, i * 8 + 4));
      }
    }
    return false;
  }

  /** Whether a word is rather -22 than a mask with its uppermost bit set. */
  private static boolean isSmallNegative(int word) {
    return word > -4096;
  }

  private List<EnumType.Enumerator> enumerators(int id) {
    boolean wide = table.kind(id) == BtfKind.ENUM64;
    boolean signed = isSigned(id);
    int elementBytes = wide ? 12 : 8;
    List<EnumType.Enumerator> enumerators = new ArrayList<>();
    for (int i = 0; i < table.vlen(id); i++) {
      String name = table.string(table.trailing(id, i * elementBytes));
      int low = table.trailing(id, i * elementBytes + 4);
      long value = signed ? low : low & 0xffffffffL;
      if (wide) {
        value = (long) table.trailing(id, i * elementBytes + 8) << 32 | low & 0xffffffffL;
      }
      enumerators.add(new EnumType.Enumerator(name, value));
    }
    return enumerators;
  }

  /** A last parameter without name and type stands for {@code ...}. */
  private List<Type> parameters(int id) {
    List<Type> parameters = new ArrayList<>();
    for (int i = 0; i < table.vlen(id); i++) {
      int typeId = table.trailing(id, i * 8 + 4);
      if (typeId != 0 || i + 1 < table.vlen(id)) {
        parameters.add(type(typeId));
      }
    }
    return parameters;
  }
}
