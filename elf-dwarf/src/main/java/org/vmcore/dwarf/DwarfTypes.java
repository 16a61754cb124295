package org.vmcore.dwarf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vmcore.io.MalformedInput;
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

/** The types of one file by their place, each made once. Thread-safe. */
final class DwarfTypes {
  private static final int DW_ATE_BOOLEAN = 0x02;
  private static final int DW_ATE_FLOAT = 0x04;
  private static final int DW_ATE_SIGNED = 0x05;
  private static final int DW_ATE_SIGNED_CHAR = 0x06;
  private static final int MAX_CHILDREN = 1 << 16;
  private static final int MAX_UNNAMED = 256; // pointers to arrays of pointers to ...

  private final Units units;
  private final DwarfNames names;
  private final Map<Long, Type> byOffset = new ConcurrentHashMap<>();
  private final Map<Long, Long> firstDefinitions = new ConcurrentHashMap<>();
  private final Map<Long, Long> shapes = new ConcurrentHashMap<>();

  DwarfTypes(Units units, DwarfNames names) {
    this.units = units;
    this.names = names;
  }

  /** The type defined at exactly this place. */
  Type at(long dieOffset) {
    Type known = byOffset.get(dieOffset);
    if (known == null) {
      known = read(dieOffset);
      Type raced = byOffset.putIfAbsent(dieOffset, known);
      known = raced == null ? known : raced;
    }
    return known;
  }

  /** The type that an entry refers to: the first of all equal definitions. */
  Type referred(long dieOffset) {
    if (dieOffset == Die.NONE) {
      return VoidType.INSTANCE;
    }
    Long first = firstDefinitions.get(dieOffset);
    if (first == null) {
      first = firstDefinition(dieOffset);
      firstDefinitions.put(dieOffset, first);
    }
    return at(first);
  }

  private long firstDefinition(long dieOffset) {
    Die die = units.die(dieOffset);
    if (die.isSignatureOfItself) {
      return units.typeOf(die.typeSignature).orElse(dieOffset);
    }
    IndexKind kind = IndexKind.of(die.tag);
    if (kind == null || !die.hasName() || kind == IndexKind.FUNCTION) {
      return dieOffset;
    }
    long[] definitions = names.definitions(kind, die.name());
    if (kind == IndexKind.TYPEDEF) {
      return definitions.length == 1 ? definitions[0] : dieOffset;
    }
    if (die.declaration) {
      return completed(dieOffset, definitions);
    }
    if (definitions.length == 0 || definitions[0] == dieOffset) {
      return dieOffset; // the first, or within a function
    }
    long shape = shape(dieOffset);
    for (long candidate : definitions) {
      if (candidate == dieOffset || isSame(candidate, shape)) {
        return candidate;
      }
    }
    return dieOffset;
  }

  /** Of several definitions that of the same unit is meant; no other one may be guessed. */
  private long completed(long declaration, long[] definitions) {
    if (definitions.length == 1) {
      return definitions[0];
    }
    Unit unit = units.at(declaration);
    return Arrays.stream(definitions).filter(unit::holds).findFirst().orElse(declaration);
  }

  /** Candidates are asked for again and again, from each unit that has the same definition. */
  private boolean isSame(long candidate, long shape) {
    Long known = shapes.get(candidate);
    if (known == null) {
      known = shape(candidate);
      shapes.put(candidate, known);
    }
    return known == shape;
  }

  /** Size, and names and places of members or names and values of constants, in one number. */
  private long shape(long dieOffset) {
    Die die = units.die(dieOffset);
    long[] shape = {die.byteSize * 31 + die.encoding};
    eachChild(
        dieOffset,
        child -> {
          if (child.tag == Tag.MEMBER) {
            long bits = child.bitOffset + child.dataBitOffset;
            shape[0] = mixed(shape[0], child.longNameHash(), child.memberLocation, bits);
          } else if (child.tag == Tag.ENUMERATOR) {
            shape[0] = mixed(shape[0], child.longNameHash(), child.constValue, 0);
          }
        });
    return shape[0];
  }

  private static long mixed(long shape, long name, long place, long bits) {
    long x = (Long.rotateLeft(shape, 23) + name) * 0x9e37_79b9_7f4a_7c15L;
    x = (x ^ x >>> 32) * 0xbf58_476d_1ce4_e5b9L + place;
    return (x ^ x >>> 29) * 0x94d0_49bb_1331_11ebL + bits;
  }

  /**
   * Types without members that refer to each other in a circle have no spelling and no size.
   *
   * @throws MalformedInput when they do
   */
  private void refuseEndlessChain(Die die) {
    Die current = die;
    for (int i = 0; i < MAX_UNNAMED; i++) {
      boolean ends =
          switch (current.tag) {
            case Tag.POINTER_TYPE,
                Tag.REFERENCE_TYPE,
                Tag.TYPEDEF,
                Tag.CONST_TYPE,
                Tag.VOLATILE_TYPE,
                Tag.RESTRICT_TYPE,
                Tag.ATOMIC_TYPE,
                Tag.ARRAY_TYPE,
                Tag.SUBROUTINE_TYPE ->
                current.type == Die.NONE;
            default -> true;
          };
      if (ends) {
        return;
      }
      current = units.die(current.type);
    }
    throw new MalformedInput("types refer to each other in a circle", ".debug_info", die.offset);
  }

  private Type read(long dieOffset) {
    Die die = units.die(dieOffset);
    refuseEndlessChain(die);
    String name = die.name();
    return switch (die.tag) {
      case Tag.BASE_TYPE -> base(die, name);
      case Tag.POINTER_TYPE, Tag.REFERENCE_TYPE -> new PointerType(target(die), pointerSize(die));
      case Tag.TYPEDEF -> new AliasType(name, target(die));
      case Tag.CONST_TYPE, Tag.VOLATILE_TYPE, Tag.RESTRICT_TYPE, Tag.ATOMIC_TYPE ->
          new AliasType("", target(die));
      case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE, Tag.UNION_TYPE -> struct(die, name);
      case Tag.ENUMERATION_TYPE -> enumeration(die, name);
      case Tag.ARRAY_TYPE -> array(die);
      case Tag.SUBROUTINE_TYPE, Tag.SUBPROGRAM -> function(die);
      default -> VoidType.INSTANCE;
    };
  }

  private Supplier<Type> target(Die die) {
    if (die.typeSignature != 0 && !die.isSignatureOfItself) {
      long signature = die.typeSignature;
      return () -> units.typeOf(signature).map(this::referred).orElse(VoidType.INSTANCE);
    }
    long type = die.type;
    return () -> referred(type);
  }

  /** The type that a variable, a member or another type has. */
  Type typeOf(Die die) {
    return target(die).get();
  }

  private long pointerSize(Die die) {
    return die.byteSize > 0 ? die.byteSize : units.at(die.offset).addressSize();
  }

  private static Type base(Die die, String name) {
    return switch (die.encoding) {
      case DW_ATE_FLOAT -> new FloatType(name, die.byteSize);
      case DW_ATE_SIGNED, DW_ATE_SIGNED_CHAR -> new IntType(name, die.byteSize, true, false);
      default -> new IntType(name, die.byteSize, false, die.encoding == DW_ATE_BOOLEAN);
    };
  }

  private Type struct(Die die, String name) {
    long offset = die.offset;
    return new StructType(
        die.tag == Tag.UNION_TYPE,
        name,
        Math.max(0, die.byteSize),
        !die.declaration,
        () -> members(offset));
  }

  private List<StructType.Member> members(long structOffset) {
    List<StructType.Member> members = new ArrayList<>();
    eachChild(
        structOffset,
        die -> {
          boolean ofNoObject = die.external || die.declaration; // static members of C++ and Rust
          if (die.tag == Tag.MEMBER && !ofNoObject) {
            long offset = die.offset;
            Type type = typeOf(die);
            members.add(
                new StructType.Member(
                    die.name(), type, bitOffset(die, type, offset), (int) die.bitSize));
          }
        });
    return members;
  }

  /** DWARF 4 counts a bit-field from the structure's start, DWARF 3 from its storage unit's end. */
  private long bitOffset(Die die, Type type, long dieOffset) {
    if (die.dataBitOffset != Die.NONE) {
      return die.dataBitOffset;
    }
    long start = die.memberLocation * 8;
    if (die.memberLocation < 0 || die.memberLocation > Integer.MAX_VALUE) {
      throw new MalformedInput("a member far outside", ".debug_info", dieOffset);
    }
    if (die.bitSize == 0 || die.bitOffset == Die.NONE) {
      return start;
    }
    long storageBits = (die.byteSize > 0 ? die.byteSize : type.sizeBytes()) * 8;
    return units.at(dieOffset).sections().order() == ByteOrder.BIG_ENDIAN
        ? start + die.bitOffset
        : start + storageBits - die.bitOffset - die.bitSize;
  }

  private Type enumeration(Die die, String name) {
    long offset = die.offset;
    List<EnumType.Enumerator> constants = new ArrayList<>();
    boolean ofSigned = typeOf(die).resolved() instanceof IntType base && base.isSigned();
    boolean[] signed = {ofSigned};
    eachChild(
        offset,
        child -> {
          if (child.tag == Tag.ENUMERATOR) {
            signed[0] |= child.constValueSigned && child.constValue < 0;
            long value = ofSigned ? extended(child.constValue, die.byteSize) : child.constValue;
            constants.add(new EnumType.Enumerator(child.name(), value));
          }
        });
    return new EnumType(name, Math.max(0, die.byteSize), signed[0], () -> constants);
  }

  /** Constants that are written without their sign have it all the same. */
  private static long extended(long value, long sizeBytes) {
    int unused = (int) (Long.BYTES - Math.min(Long.BYTES, Math.max(1, sizeBytes))) * Byte.SIZE;
    return value << unused >> unused;
  }

  /** Dimensions nest: the last one is the innermost. */
  private Type array(Die die) {
    Supplier<Type> element = target(die);
    List<Long> lengths = new ArrayList<>();
    eachChild(
        die.offset,
        child -> {
          if (child.tag == Tag.SUBRANGE_TYPE) {
            lengths.add(child.upperBound == Die.NONE ? 0 : child.upperBound + 1);
          }
        });
    Supplier<? extends Type> inner = element;
    for (int i = lengths.size() - 1; i > 0; i--) {
      Type row = new ArrayType(inner, lengths.get(i));
      inner = () -> row;
    }
    return new ArrayType(inner, lengths.isEmpty() ? 0 : lengths.get(0));
  }

  private Type function(Die die) {
    long offset = die.offset;
    return new FunctionType(
        target(die),
        () -> {
          List<Type> parameters = new ArrayList<>();
          eachChild(
              offset,
              child -> {
                if (child.tag == Tag.FORMAL_PARAMETER) {
                  parameters.add(typeOf(child));
                }
              });
          return parameters;
        });
  }

  /** The function's type, when the entry at this place is one. */
  Optional<FunctionType> functionAt(long dieOffset) {
    return at(dieOffset) instanceof FunctionType type ? Optional.of(type) : Optional.empty();
  }

  private void eachChild(long dieOffset, Consumer<Die> visitor) {
    DieReader reader = units.reader(dieOffset);
    Die die = new Die();
    if (!reader.next(die) || !die.hasChildren) {
      return;
    }
    for (int i = 0; i < MAX_CHILDREN && reader.next(die); i++) {
      visitor.accept(die);
      reader.skipChildren(die);
    }
  }
}
