package org.vmcore.dwarf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.debuginfo.AmbiguousName;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Place;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.types.ArrayType;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/** What compilers and tools make of {@code first.c} and {@code second.c}: always the same model. */
class CompiledTypesTest {
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "dwarf4.ko",
        "dwarf5.ko",
        "dwarf64.ko",
        "types4.so",
        "types5.so",
        "clang5.ko",
        "lto.so",
        "arm64.ko",
        "ppc64le.ko",
        "riscv64.ko",
        "s390x.ko",
        "zlib.ko",
        "zlib-gnu.ko",
        "zstd.ko",
        "plain5.so",
        "one-dwz.so",
        "dwz4.so",
        "dwz5.so",
        "split4.so",
        "split5.so",
        "split-clang5.so",
        "split-types4.so",
        "split-types5.so"
      })
  @interface InEveryFile {}

  /** Those that hold the second unit too. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "dwarf4.ko",
        "dwarf5.ko",
        "dwarf64.ko",
        "types4.so",
        "types5.so",
        "clang5.ko",
        "lto.so",
        "arm64.ko",
        "ppc64le.ko",
        "riscv64.ko",
        "zlib.ko",
        "zlib-gnu.ko",
        "zstd.ko",
        "plain5.so",
        "one-dwz.so",
        "dwz4.so",
        "dwz5.so",
        "split4.so",
        "split5.so",
        "split-clang5.so",
        "split-types4.so",
        "split-types5.so"
      })
  @interface InEveryFileOfTwoUnits {}

  private static StructType struct(DebugInfo info, String name) {
    return info.type(TypeKind.STRUCT, name).orElseThrow().asStruct().orElseThrow();
  }

  /** Offset of a member in bits, and its width where it is a bit-field. */
  private static Map<String, String> places(StructType type, String... names) {
    Map<String, String> places = new TreeMap<>();
    for (String name : names) {
      StructType.Member member = type.member(name).orElseThrow();
      String width = member.isBitField() ? ":" + member.bitSize() : "";
      places.put(name, member.bitOffset() + width);
    }
    return places;
  }

  private static List<Long> lengths(Type type) {
    return type instanceof ArrayType array
        ? java.util.stream.Stream.concat(
                java.util.stream.Stream.of(array.length()), lengths(array.element()).stream())
            .toList()
        : List.of();
  }

  private static Type member(StructType type, String name) {
    return type.member(name).orElseThrow().type();
  }

  @InEveryFile
  void membersAreFoundThroughUnnamedOnes(String file) {
    StructType place = struct(DebugSample.open(file).info(), "place");

    assertThat(place.sizeBytes(), is(40L));
    assertThat(
        places(place, "sector", "low", "high", "whole", "named", "links", "label"),
        is(
            Map.of(
                "sector", "0",
                "low", "64",
                "high", "96",
                "whole", "64",
                "named", "64",
                "links", "128",
                "label", "256")));
    StructType named = member(place, "named").asStruct().orElseThrow();
    assertThat(
        places(named, "bytes", "deep", "deeper"),
        is(Map.of("bytes", "0", "deep", "32", "deeper", "32")));
  }

  @InEveryFile
  void bitFieldsCountFromTheStartOfTheirStructure(String file) {
    DebugInfo info = DebugSample.open(file).info();

    StructType packed = struct(info, "flags");
    assertThat(packed.sizeBytes(), is(8L));
    assertThat(
        places(packed, "first", "second", "third", "wide", "tail", "rest"),
        is(
            Map.of(
                "first", "0:1",
                "second", "1:3",
                "third", "4:12",
                "wide", "16:40",
                "tail", "56:2",
                "rest", "58:6")));
    StructType aligned = struct(info, "aligned_flags");
    assertThat(aligned.sizeBytes(), is(16L));
    assertThat(
        places(aligned, "before", "low", "middle", "high", "across"),
        is(
            Map.of(
                "before", "0",
                "low", "8:5",
                "middle", "32:20",
                "high", "52:7",
                "across", "64:33")));
  }

  @InEveryFile
  void arraysHaveTheLengthOfEachDimension(String file) {
    StructType arrays = struct(DebugSample.open(file).info(), "arrays");

    assertThat(lengths(member(arrays, "matrix")), contains(2L, 3L, 4L));
    assertThat(member(arrays, "matrix").sizeBytes(), is(96L));
    assertThat(lengths(member(arrays, "pointers")), contains(5L));
    assertThat(lengths(member(arrays, "bytes256")), contains(256L));
    assertThat(lengths(member(arrays, "none")), contains(0L));
    assertThat(lengths(member(arrays, "tail")), contains(0L));
    assertThat(member(arrays, "tail").resolved().sizeBytes(), is(0L));
  }

  @InEveryFile
  void constantsKeepSignAndSize(String file) {
    DebugInfo info = DebugSample.open(file).info();
    Map<String, Long> constants =
        Map.ofEntries(
            Map.entry("READS", 0L),
            Map.entry("WRITES", 5L),
            Map.entry("DISCARDS", 6L),
            Map.entry("MINUS_ONE", -1L),
            Map.entry("SMALLEST", (long) Integer.MIN_VALUE),
            Map.entry("LARGEST", (long) Integer.MAX_VALUE),
            Map.entry("ABOVE_INT", 0x8000_0000L),
            Map.entry("ALL_BITS", 0xffff_ffffL),
            Map.entry("ABOVE_ALL", 0x1234_5678_9abc_def0L),
            Map.entry("TOPMOST", -1L),
            Map.entry("SMALL_200", 200L));

    constants.forEach(
        (name, value) -> assertThat(name, info.enumerator(name), is(OptionalLong.of(value))));

    assertThat(enumeration(info, "numbers").isSigned(), is(true));
    assertThat(enumeration(info, "big").isSigned(), is(false));
    assertThat(enumeration(info, "bigger").sizeBytes(), is(8L));
    assertThat(enumeration(info, "small").sizeBytes(), is(1L));
  }

  private static EnumType enumeration(DebugInfo info, String name) {
    return (EnumType) info.type(TypeKind.ENUM, name).orElseThrow();
  }

  @InEveryFile
  void membersAreSpelledAsInTheSource(String file) {
    StructType callbacks = struct(DebugSample.open(file).info(), "callbacks");

    assertThat(member(callbacks, "other").spelling(), is("struct elsewhere *"));
    assertThat(member(callbacks, "way").spelling(), is("enum direction"));
    assertThat(member(callbacks, "yes").spelling(), is("_Bool"));
    assertThat(member(callbacks, "anything").spelling(), is("void *"));
    assertThat(member(callbacks, "tiny").spelling(), is("signed char"));
    FunctionType open =
        (FunctionType) ((PointerType) member(callbacks, "open")).target().resolved();
    assertThat(
        open.parameters().stream().map(Type::spelling).toList(),
        contains("struct place *", "char *", "u64"));
    assertThat(open.result().spelling(), is("int"));
  }

  @InEveryFileOfTwoUnits
  void aDeclarationStandsForTheDefinitionInAnotherUnit(String file) {
    StructType callbacks = struct(DebugSample.open(file).info(), "callbacks");

    StructType other = ((PointerType) member(callbacks, "other")).target().asStruct().orElseThrow();

    assertThat(other.isComplete(), is(true));
    assertThat(
        places(other, "magic", "at", "users"),
        is(Map.of("magic", "0", "at", "64", "users", "384")));
  }

  @InEveryFileOfTwoUnits
  void twoStructuresOfOneNameAreBothFoundInOrder(String file) {
    DebugInfo info = DebugSample.open(file).info();

    List<Type> nodes = info.types(TypeKind.STRUCT, "node");

    assertThat(nodes, hasSize(2));
    assertThat(nodes.get(0).asStruct().orElseThrow().member("of_first_unit").isPresent(), is(true));
    assertThat(
        nodes.get(1).asStruct().orElseThrow().member("of_second_unit").isPresent(), is(true));
  }

  @InEveryFileOfTwoUnits
  void aNameThatFilesDefineDifferentlyIsRefusedWithThoseFiles(String file) {
    DebugInfo info = DebugSample.open(file).info();

    AmbiguousName struct =
        assertThrows(AmbiguousName.class, () -> info.type(TypeKind.STRUCT, "node"));
    AmbiguousName variable = assertThrows(AmbiguousName.class, () -> info.variable("own_node"));

    assertThat(struct.getMessage(), startsWith("struct node: is defined in 2 ways: "));
    assertThat(variable.getMessage(), startsWith("own_node: is defined in 2 ways: "));
    for (AmbiguousName refusal : List.of(struct, variable)) {
      assertThat(
          refusal.places().stream().map(Place::file).toList(), contains("first.c", "second.c"));
    }
  }

  @InEveryFileOfTwoUnits
  void whoNamesAFileGetsWhatThatFileDefines(String file) {
    DebugInfo info = DebugSample.open(file).info();

    assertThat(sizeIn(info, "node", "first.c"), is(16L));
    assertThat(sizeIn(info, "node", "second.c"), is(24L));
    assertThat(info.type(TypeKind.STRUCT, "node", "third.c"), is(Optional.empty()));
    assertThat(sizeIn(info, "list_head", "any.c"), is(16L));
    assertThat(info.variable("shared_counter").orElseThrow().type().spelling(), is("int"));
  }

  private static long sizeIn(DebugInfo info, String struct, String file) {
    return info.type(TypeKind.STRUCT, struct, file).orElseThrow().sizeBytes();
  }

  @InEveryFileOfTwoUnits
  void oneStructureInTwoUnitsIsOneType(String file) {
    DebugInfo info = DebugSample.open(file).info();

    assertThat(info.types(TypeKind.STRUCT, "place"), hasSize(1));
    assertThat(info.types(TypeKind.STRUCT, "list_head"), hasSize(1));
    assertThat(info.types(TypeKind.TYPEDEF, "atomic_t"), hasSize(1));
    assertThat(info.types(TypeKind.ENUM, "direction"), hasSize(1));
    assertThat(info.types(TypeKind.TYPEDEF, "u64"), hasSize(1));
  }

  @InEveryFileOfTwoUnits
  void variablesHaveTypesAndTheAddressesOfTheirSymbols(String file) {
    DebugSample sample = DebugSample.open(file);

    for (String name : List.of("shared_counter", "the_other", "users", "balance", "some_arrays")) {
      Variable variable = sample.info().variables(name).get(0);
      assertThat(name, variable.address(), is(sample.symbols().byName(name).get(0).value()));
    }
    assertThat(typeOf(sample, "the_other"), is("struct elsewhere"));
    assertThat(typeOf(sample, "users"), is("atomic_t"));
    assertThat(typeOf(sample, "balance"), is("s64"));
    assertThat(typeOf(sample, "shared_counter"), is("int"));
    assertThat(typeOf(sample, "shared_place"), is("struct place"));
  }

  private static String typeOf(DebugSample sample, String variable) {
    return sample.info().variables(variable).get(0).type().spelling();
  }

  @InEveryFileOfTwoUnits
  void staticVariablesOfOneNameEachHaveTheirOwnType(String file) {
    DebugSample sample = DebugSample.open(file);

    List<Variable> nodes = sample.info().variables("own_node");

    assertThat(nodes.stream().map(v -> v.type().sizeBytes()).toList(), contains(16L, 24L));
    assertThat(
        nodes.stream().map(Variable::address).sorted().toList(),
        is(
            sample.symbols().all().stream()
                .filter(s -> s.name().startsWith("own_node"))
                .map(s -> s.value())
                .sorted()
                .toList()));
  }

  @InEveryFile
  void functionsAreKnownByTheirParameters(String file) {
    FunctionType measure = DebugSample.open(file).info().function("measure").orElseThrow();

    assertThat(
        measure.parameters().stream().map(Type::spelling).toList(),
        contains("struct place *", "enum direction"));
  }
}
