package org.vmcore.btf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.Place;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.paging.MemorySearch;
import org.vmcore.types.BaseTypeName;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.VoidType;

/**
 * Debug information from BTF. The names are indexed when first asked for; the types are made one by
 * one. BTF knows few variables and no addresses: these come from a table of symbols.
 */
public final class Btf implements DebugInfo {
  private static final String PER_CPU_SECTION = ".data..percpu";

  private final BtfTable table;
  private final BtfTypes types;
  private final Function<String, OptionalLong> addresses;
  private volatile BtfIndex index;

  private Btf(BtfTable table, BtfTypes types, Function<String, OptionalLong> addresses) {
    this.table = table;
    this.types = types;
    this.addresses = addresses;
  }

  /**
   * A kernel's types.
   *
   * @param name what messages call the blob
   * @param blob from its magic number on; kept, not copied
   * @param addresses link-time address of a variable
   */
  public static Btf of(String name, byte[] blob, Function<String, OptionalLong> addresses) {
    BtfTable table = BtfTable.of(name, blob, null);
    return new Btf(table, new BtfTypes(table, id -> VoidType.INSTANCE), addresses);
  }

  /** The same types, and variables at other addresses. */
  public Btf withAddresses(Function<String, OptionalLong> others) {
    return new Btf(table, types, others);
  }

  /** The blob that describes a kernel, in its image. */
  public static Optional<byte[]> find(MemorySearch image) {
    return BtfSearch.in(image);
  }

  /** A module's types, which refer to those of this kernel. Only the module's own are found. */
  public Btf split(String name, byte[] blob, Function<String, OptionalLong> variableAddresses) {
    BtfTable own = BtfTable.of(name, blob, table);
    return new Btf(own, new BtfTypes(own, types::type), variableAddresses);
  }

  /**
   * As above, of a module that was built apart from this kernel.
   *
   * @param base {@code .BTF.base}: the kernel's types that the module refers to
   * @throws org.vmcore.io.MalformedInput when the kernel does not have these
   */
  public Btf split(
      String name, byte[] blob, byte[] base, Function<String, OptionalLong> variableAddresses) {
    BtfTable distilled = BtfTable.of(name + ": .BTF.base", base, null);
    BtfTable own = BtfTable.of(name, blob, distilled);
    DistilledBase ofKernel = new DistilledBase(distilled, own, table, types);
    return new Btf(own, new BtfTypes(own, ofKernel::type), variableAddresses);
  }

  /** How many types there are, {@code void} and those of the base included. */
  public int nrTypes() {
    return table.endId();
  }

  @Override
  public List<Definition> definitions(TypeKind kind, String name) {
    String wanted = kind == TypeKind.BASE ? BaseTypeName.canonical(name) : name;
    return ids(wanted, id -> isNamed(id, kind, wanted)).stream()
        .map(id -> new Definition(types.type(id), () -> place(id)))
        .toList();
  }

  /** BTF knows no files. */
  private static Place place(int id) {
    return new Place("type " + id, "");
  }

  private boolean isNamed(int id, TypeKind kind, String name) {
    BtfKind found = table.kind(id);
    return switch (kind) {
      case STRUCT -> found == BtfKind.STRUCT && table.nameOf(id).equals(name);
      case UNION -> found == BtfKind.UNION && table.nameOf(id).equals(name);
      case ENUM -> found.isEnumeration() && table.nameOf(id).equals(name);
      case TYPEDEF -> found == BtfKind.TYPEDEF && table.nameOf(id).equals(name);
      case BASE ->
          (found == BtfKind.INT || found == BtfKind.FLOAT)
              && BaseTypeName.canonical(table.nameOf(id)).equals(name);
    };
  }

  private List<Integer> ids(String name, IntPredicate test) {
    List<Integer> ids = new ArrayList<>();
    index().types(name, test, ids::add);
    return ids;
  }

  private BtfIndex index() {
    BtfIndex known = index;
    if (known == null) {
      known = new BtfIndex(table); // racing threads make equal ones
      index = known;
    }
    return known;
  }

  @Override
  public List<Variable> variables(String name) {
    List<Variable> variables = new ArrayList<>();
    for (int id : ids(name, i -> table.kind(i) == BtfKind.VAR && table.nameOf(i).equals(name))) {
      addresses
          .apply(name)
          .ifPresent(
              address ->
                  variables.add(
                      new Variable(
                          name, types.type(id), address, table.isGlobal(id), () -> place(id))));
    }
    return variables;
  }

  /** Places of variables in the section of per-CPU data: {@code BTF_KIND_DATASEC}. */
  public Map<String, Long> perCpuOffsets() {
    Map<String, Long> offsets = new HashMap<>();
    for (int id = table.firstId(); id < table.endId(); id++) {
      if (table.kind(id) == BtfKind.DATASEC && table.nameOf(id).equals(PER_CPU_SECTION)) {
        for (int i = 0; i < table.vlen(id); i++) {
          int variable = table.trailing(id, i * BtfKind.DATASEC.trailingBytes(1));
          long offset = table.trailing(id, i * BtfKind.DATASEC.trailingBytes(1) + 4) & 0xffffffffL;
          if (table.holderOf(variable) == table && table.kind(variable) == BtfKind.VAR) {
            offsets.put(table.nameOf(variable), offset);
          }
        }
      }
    }
    return offsets;
  }

  @Override
  public OptionalLong enumerator(String name) {
    return enumerationOf(name).map(type -> type.valueOf(name)).orElse(OptionalLong.empty());
  }

  @Override
  public Optional<EnumType> enumerationOf(String enumerator) {
    List<EnumType> found = new ArrayList<>();
    index()
        .enumerations(
            enumerator,
            id -> {
              EnumType type = (EnumType) types.type(id);
              if (found.isEmpty() && type.valueOf(enumerator).isPresent()) {
                found.add(type);
              }
            });
    return found.stream().findFirst();
  }

  @Override
  public Optional<FunctionType> function(String name) {
    return ids(name, id -> table.kind(id) == BtfKind.FUNC && table.nameOf(id).equals(name)).stream()
        .map(types::type)
        .filter(FunctionType.class::isInstance)
        .map(FunctionType.class::cast)
        .findFirst();
  }
}
