package org.vmcore.debuginfo.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.vmcore.io.Cursor;
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

/** The types of an index by number, each made when it is first needed, once. Thread-safe. */
final class IndexedTypes {
  private static final int MAX_UNNAMED = 256; // pointers to arrays of pointers to ...

  private final NameTable names;
  private final IndexPart places;
  private final IndexPart types;
  private final AtomicReferenceArray<Type> made;

  IndexedTypes(NameTable names, IndexPart places, IndexPart types) {
    this.names = names;
    this.places = places;
    this.types = types;
    this.made = new AtomicReferenceArray<>(places.sizeBytes() / Integer.BYTES);
  }

  /**
   * @throws org.vmcore.io.MalformedInput when the index has no type of this number
   */
  Type type(int number) {
    if (number < 0 || number >= made.length()) {
      throw types.malformed("no type " + number, 0);
    }
    Type known = made.get(number);
    if (known == null) {
      made.compareAndSet(number, null, make(number));
      known = made.get(number);
    }
    return known;
  }

  private Cursor at(int number) {
    if (number < 0 || number >= made.length()) {
      throw types.malformed("no type " + number, 0);
    }
    return types.cursor(places.u32(number * Integer.BYTES));
  }

  private static int number(Cursor in) {
    long number = in.uleb128();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw in.malformed("a number of " + number);
    }
    return (int) number;
  }

  private Type make(int number) {
    Cursor in = at(number);
    int kind = in.u8();
    return switch (kind) {
      case IndexFormat.VOID -> VoidType.INSTANCE;
      case IndexFormat.INT -> {
        String name = names.name(number(in));
        long sizeBytes = in.uleb128();
        int flags = in.u8();
        yield new IntType(
            name, sizeBytes, (flags & IndexFormat.SIGNED) != 0, (flags & IndexFormat.BOOL) != 0);
      }
      case IndexFormat.FLOAT -> new FloatType(names.name(number(in)), in.uleb128());
      case IndexFormat.ENUM -> enumeration(in);
      case IndexFormat.STRUCT -> struct(in);
      case IndexFormat.POINTER, IndexFormat.ARRAY, IndexFormat.FUNCTION, IndexFormat.ALIAS -> {
        refuseEndlessChain(number);
        yield reference(kind, in);
      }
      default -> throw in.malformed("a type of kind " + kind);
    };
  }

  private Type reference(int kind, Cursor in) {
    int targetNumber = number(in);
    Supplier<Type> target = () -> type(targetNumber);
    return switch (kind) {
      case IndexFormat.POINTER -> new PointerType(target, in.uleb128());
      case IndexFormat.ARRAY -> new ArrayType(target, in.uleb128());
      case IndexFormat.ALIAS -> new AliasType(names.name(number(in)), target);
      default -> {
        int position = in.position();
        yield new FunctionType(target, () -> parameters(types.cursor(position)));
      }
    };
  }

  private List<Type> parameters(Cursor in) {
    int count = number(in);
    List<Type> parameters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parameters.add(type(number(in)));
    }
    return parameters;
  }

  private StructType struct(Cursor in) {
    String name = names.name(number(in));
    long sizeBytes = in.uleb128();
    int flags = in.u8();
    int position = in.position();
    return new StructType(
        (flags & IndexFormat.UNION) != 0,
        name,
        sizeBytes,
        (flags & IndexFormat.COMPLETE) != 0,
        () -> members(types.cursor(position)));
  }

  private List<StructType.Member> members(Cursor in) {
    int count = number(in);
    List<StructType.Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = names.name(number(in));
      Type type = type(number(in));
      members.add(new StructType.Member(name, type, in.sleb128(), number(in)));
    }
    return members;
  }

  private EnumType enumeration(Cursor in) {
    String name = names.name(number(in));
    long sizeBytes = in.uleb128();
    boolean signed = (in.u8() & IndexFormat.SIGNED) != 0;
    int position = in.position();
    return new EnumType(name, sizeBytes, signed, () -> enumerators(types.cursor(position)));
  }

  private List<EnumType.Enumerator> enumerators(Cursor in) {
    int count = number(in);
    List<EnumType.Enumerator> enumerators = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      enumerators.add(new EnumType.Enumerator(names.name(number(in)), in.sleb128()));
    }
    return enumerators;
  }

  /** Types without members that refer to each other in a circle have no spelling and no size. */
  private void refuseEndlessChain(int number) {
    int current = number;
    for (int i = 0; i < MAX_UNNAMED; i++) {
      Cursor in = at(current);
      switch (in.u8()) {
        case IndexFormat.POINTER, IndexFormat.ARRAY, IndexFormat.FUNCTION, IndexFormat.ALIAS ->
            current = number(in);
        default -> {
          return;
        }
      }
    }
    throw types.malformed("types refer to each other in a circle", 0);
  }
}
