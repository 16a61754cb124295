package org.vmcore.debuginfo.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
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

/** Numbers types and all that they refer to, then writes them down. For one thread. */
final class TypeWriter {
  private final NameWriter names;
  private final IdentityHashMap<Type, Integer> numbers = new IdentityHashMap<>();
  private final List<Type> inOrder = new ArrayList<>();
  private final Deque<Type> unread = new ArrayDeque<>();
  private final Deque<Type> later = new ArrayDeque<>();
  private final Set<Type> collected = Collections.newSetFromMap(new IdentityHashMap<>());

  TypeWriter(NameWriter names) {
    this.names = names;
    add(VoidType.INSTANCE);
  }

  /**
   * The number of this type. What it refers to without a name is numbered too: that stands near in
   * the debug information. What has a name waits for its turn.
   */
  int add(Type type) {
    int number = numbered(type);
    unread.add(type);
    readAll();
    return number;
  }

  /** Numbers all that has waited. */
  void finish() {
    while (!later.isEmpty()) {
      unread.add(later.poll());
      readAll();
    }
  }

  private void readAll() {
    for (Type next = unread.poll(); next != null; next = unread.poll()) {
      if (collected.add(next)) {
        collect(next);
      }
    }
  }

  private int numbered(Type type) {
    Integer known = numbers.putIfAbsent(type, inOrder.size());
    if (known != null) {
      return known;
    }
    inOrder.add(type);
    (isNamed(type) ? later : unread).add(type);
    return inOrder.size() - 1;
  }

  private static boolean isNamed(Type type) {
    return type instanceof StructType struct && !struct.name().isEmpty()
        || type instanceof AliasType alias && !alias.name().isEmpty();
  }

  private void collect(Type type) {
    if (type instanceof IntType || type instanceof FloatType) {
      names.add(type.spelling());
    } else if (type instanceof EnumType enumeration) {
      names.add(enumeration.name());
      enumeration.enumerators().forEach(constant -> names.add(constant.name()));
    } else if (type instanceof StructType struct) {
      names.add(struct.name());
      for (StructType.Member member : struct.members()) {
        names.add(member.name());
        numbered(member.type());
      }
    } else if (type instanceof PointerType pointer) {
      numbered(pointer.target());
    } else if (type instanceof ArrayType array) {
      numbered(array.element());
    } else if (type instanceof FunctionType function) {
      numbered(function.result());
      function.parameters().forEach(this::numbered);
    } else if (type instanceof AliasType alias) {
      names.add(alias.name());
      numbered(alias.target());
    }
  }

  /** Writes all types, once the names have their numbers, and the offsets where they begin. */
  void write(IndexBytes places, IndexBytes types) {
    for (Type type : inOrder) {
      places.u32(types.size());
      if (type instanceof StructType struct) {
        struct(struct, types);
      } else if (type instanceof EnumType enumeration) {
        enumeration(enumeration, types);
      } else if (type instanceof IntType || type instanceof FloatType) {
        base(type, types);
      } else {
        reference(type, types);
      }
    }
  }

  private int name(String name) {
    return names.number(name);
  }

  private void base(Type type, IndexBytes out) {
    int flags = 0;
    if (type instanceof IntType integer) {
      flags =
          (integer.isSigned() ? IndexFormat.SIGNED : 0) | (integer.isBool() ? IndexFormat.BOOL : 0);
    }
    out.u8(type instanceof IntType ? IndexFormat.INT : IndexFormat.FLOAT);
    out.uleb128(name(type.spelling()));
    out.uleb128(type.sizeBytes());
    out.u8(flags);
  }

  private void enumeration(EnumType type, IndexBytes out) {
    out.u8(IndexFormat.ENUM);
    out.uleb128(name(type.name()));
    out.uleb128(type.sizeBytes());
    out.u8(type.isSigned() ? IndexFormat.SIGNED : 0);
    out.uleb128(type.enumerators().size());
    for (EnumType.Enumerator constant : type.enumerators()) {
      out.uleb128(name(constant.name()));
      out.sleb128(constant.value());
    }
  }

  private void struct(StructType type, IndexBytes out) {
    out.u8(IndexFormat.STRUCT);
    out.uleb128(name(type.name()));
    out.uleb128(type.sizeBytes());
    out.u8(
        (type.isUnion() ? IndexFormat.UNION : 0) | (type.isComplete() ? IndexFormat.COMPLETE : 0));
    out.uleb128(type.members().size());
    for (StructType.Member member : type.members()) {
      out.uleb128(name(member.name()));
      out.uleb128(numbers.get(member.type()));
      out.sleb128(member.bitOffset());
      out.uleb128(member.bitSize());
    }
  }

  private void reference(Type type, IndexBytes out) {
    if (type instanceof PointerType pointer) {
      out.u8(IndexFormat.POINTER);
      out.uleb128(numbers.get(pointer.target()));
      out.uleb128(pointer.sizeBytes());
    } else if (type instanceof ArrayType array) {
      out.u8(IndexFormat.ARRAY);
      out.uleb128(numbers.get(array.element()));
      out.uleb128(array.length());
    } else if (type instanceof AliasType alias) {
      out.u8(IndexFormat.ALIAS);
      out.uleb128(numbers.get(alias.target()));
      out.uleb128(name(alias.name()));
    } else if (type instanceof FunctionType function) {
      out.u8(IndexFormat.FUNCTION);
      out.uleb128(numbers.get(function.result()));
      out.uleb128(function.parameters().size());
      function.parameters().forEach(parameter -> out.uleb128(numbers.get(parameter)));
    } else {
      out.u8(IndexFormat.VOID);
    }
  }
}
