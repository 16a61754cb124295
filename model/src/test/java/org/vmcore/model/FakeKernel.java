package org.vmcore.model;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.PartialDebugInfo;
import org.vmcore.debuginfo.Place;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageCounts;
import org.vmcore.dump.PageState;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.paging.Memory;
import org.vmcore.paging.NotMapped;
import org.vmcore.types.ArrayType;
import org.vmcore.types.IntType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/** A little-endian kernel of 64 bits that has what a test gives it: memory, symbols, types. */
public final class FakeKernel {
  /** {@code unsigned long}. */
  public static final Type LONG = new IntType("unsigned long", Long.BYTES, false, false);

  /** {@code char}. */
  public static final Type CHAR = new IntType("char", 1, true, false);

  private static final int STRING_PIECE_BYTES = 64;

  private final String machine;
  private final Map<Long, Byte> bytes = new HashMap<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final Map<String, Type> types = new HashMap<>();
  private final Map<String, List<Variable>> variables = new HashMap<>();
  private final Map<String, Long> enumerators = new HashMap<>();
  private Function<Program, ModuleDebugInfo> modules = kernel -> ModuleDebugInfo.NONE;

  private FakeKernel(String machine) {
    this.machine = machine;
    types.put("unsigned long", LONG);
  }

  public static FakeKernel of(String machine) {
    return new FakeKernel(machine);
  }

  /** Puts bytes into memory, the lowest of the number first. */
  public FakeKernel number(long address, long value, int sizeBytes) {
    for (int i = 0; i < sizeBytes; i++) {
      bytes.put(address + i, (byte) (value >> Byte.SIZE * i));
    }
    return this;
  }

  /** Puts words into memory, one behind the other. */
  public FakeKernel words(long address, long... values) {
    for (int i = 0; i < values.length; i++) {
      number(address + (long) i * Long.BYTES, values[i], Long.BYTES);
    }
    return this;
  }

  /** Puts a C string into memory. */
  public FakeKernel text(long address, String text) {
    for (int i = 0; i < text.length(); i++) {
      number(address + i, text.charAt(i), 1);
    }
    number(address + text.length(), 0, 1);
    // Strings are read up to the next border that no page crosses.
    for (long at = address + text.length(); at % STRING_PIECE_BYTES != 0; at++) {
      bytes.putIfAbsent(at, (byte) 0);
    }
    return this;
  }

  /** Puts bytes into memory as they are. */
  public FakeKernel bytes(long address, byte[] content) {
    for (int i = 0; i < content.length; i++) {
      bytes.put(address + i, content[i]);
    }
    return this;
  }

  /** A global variable. */
  public FakeKernel variable(String name, Type type, long address) {
    variables.put(name, List.of(new Variable(name, type, address)));
    return this;
  }

  /** A variable that only one file knows by its name. */
  public FakeKernel variable(String name, Type type, long address, String file) {
    variables
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(new Variable(name, type, address, false, () -> new Place(file, file)));
    return this;
  }

  /** A constant of some enumeration. */
  public FakeKernel enumerator(String name, long value) {
    enumerators.put(name, value);
    return this;
  }

  /** What finds the modules' types and symbols. */
  public FakeKernel modules(Function<Program, ModuleDebugInfo> finder) {
    modules = finder;
    return this;
  }

  public static Type pointer(Type target) {
    return new PointerType(() -> target, Long.BYTES);
  }

  /** A pointer to a type that is given later, perhaps the one that it is a member of. */
  public Type pointerTo(String name) {
    return new PointerType(() -> types.get(name), Long.BYTES);
  }

  public static Type array(Type element, long length) {
    return new ArrayType(() -> element, length);
  }

  /** A function, or a border between sections. */
  public FakeKernel symbol(String name, long address, long sizeBytes) {
    symbols.add(new Symbol(name, address, sizeBytes, true, Symbol.Placement.RELOCATED_TEXT));
    return this;
  }

  /** A structure of consecutive {@code unsigned long}s or of structures defined before. */
  public FakeKernel struct(String name, Object... namesAndTypes) {
    List<StructType.Member> members = new ArrayList<>();
    long size = 0;
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      Type type = (Type) namesAndTypes[i + 1];
      members.add(new StructType.Member((String) namesAndTypes[i], type, size * Byte.SIZE, 0));
      size += type.sizeBytes();
    }
    types.put(name, new StructType(false, name, size, true, () -> members));
    return this;
  }

  /** A type of this name. */
  public FakeKernel define(String name, Type type) {
    types.put(name, type);
    return this;
  }

  /** A type that was given before. */
  public Type type(String name) {
    return types.get(name);
  }

  public Program build() {
    symbols.sort((a, b) -> Long.compareUnsigned(a.value(), b.value()));
    return new Program(
        new OfMachine(machine),
        new Bytes(bytes),
        new Types(types, variables, enumerators),
        new Symbols(symbols),
        0,
        modules);
  }

  private record Bytes(Map<Long, Byte> bytes) implements Memory {
    @Override
    public ByteOrder order() {
      return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = (byte) u8(address + i);
      }
    }

    @Override
    public boolean isReadable(long address) {
      return bytes.containsKey(address);
    }

    @Override
    public int u8(long address) {
      Byte found = bytes.get(address);
      if (found == null) {
        throw new NotMapped("fake", address, "nothing is there");
      }
      return found & 0xff;
    }

    @Override
    public int u16(long address) {
      return u8(address) | u8(address + 1) << Byte.SIZE;
    }

    @Override
    public int u32(long address) {
      return u16(address) | u16(address + 2) << Short.SIZE;
    }

    @Override
    public long u64(long address) {
      return u32(address) & 0xffff_ffffL | (long) u32(address + 4) << Integer.SIZE;
    }
  }

  private record Symbols(List<Symbol> all) implements SymbolTable {
    @Override
    public List<Symbol> byName(String name) {
      return all.stream().filter(symbol -> symbol.name().equals(name)).toList();
    }

    @Override
    public Optional<Symbol> byAddress(long address) {
      return all.stream()
          .filter(s -> Long.compareUnsigned(address - s.value(), s.sizeBytes()) < 0)
          .findFirst();
    }
  }

  private record Types(
      Map<String, Type> types, Map<String, List<Variable>> variables, Map<String, Long> enumerators)
      implements PartialDebugInfo {
    @Override
    public List<Definition> definitions(TypeKind kind, String name) {
      return Optional.ofNullable(types.get(name)).stream()
          .map(type -> new Definition(type, () -> Place.UNKNOWN))
          .toList();
    }

    @Override
    public List<Variable> variables(String name) {
      return variables.getOrDefault(name, List.of());
    }

    @Override
    public OptionalLong enumerator(String name) {
      Long value = enumerators.get(name);
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
  }

  private record OfMachine(String machine) implements Dump {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public DumpDescription description() {
      return new DumpDescription(
          "fake", machine, ByteOrder.LITTLE_ENDIAN, 4096, OptionalInt.empty(), 0, List.of());
    }

    @Override
    public PageState state(long paddr) {
      return PageState.ABSENT;
    }

    @Override
    public Page page(long paddr) {
      throw new NotMapped("fake", paddr, "no pages");
    }

    @Override
    public OptionalLong nextStored(long paddr) {
      return OptionalLong.empty();
    }

    @Override
    public List<ElfNote> notes() {
      return List.of();
    }

    @Override
    public Optional<VmcoreInfo> vmcoreInfo() {
      return Optional.empty();
    }

    @Override
    public PageCounts pageCounts() {
      return new PageCounts(4096, Map.of());
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
