package org.vmcore.dwarf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vmcore.dwarf.DwarfWriter.entry;
import static org.vmcore.dwarf.DwarfWriter.name;
import static org.vmcore.dwarf.DwarfWriter.reference;
import static org.vmcore.dwarf.DwarfWriter.value;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.debuginfo.AmbiguousName;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.dwarf.DwarfWriter.Entry;
import org.vmcore.dwarf.DwarfWriter.Value;
import org.vmcore.elf.ElfBuilder;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.ArraySource;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;
import org.vmcore.types.ArrayType;
import org.vmcore.types.EnumType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

class DwarfTest {
  private static final int DW_ATE_SIGNED = 0x05;
  private static final Value DECLARATION = value(Attribute.DECLARATION, Form.FLAG_PRESENT);
  private static final Value EXTERNAL = value(Attribute.EXTERNAL, Form.FLAG_PRESENT);

  private static Value size(int bytes) {
    return value(Attribute.BYTE_SIZE, Form.DATA1, bytes);
  }

  private static Value type(Entry target) {
    return reference(Attribute.TYPE, Form.REF4, target);
  }

  private static Entry integer(String name, int bytes) {
    return entry(
        Tag.BASE_TYPE,
        name(name),
        size(bytes),
        value(Attribute.ENCODING, Form.DATA1, DW_ATE_SIGNED));
  }

  private static StructType struct(Dwarf dwarf, String name) {
    return dwarf.type(TypeKind.STRUCT, name).orElseThrow().asStruct().orElseThrow();
  }

  @ParameterizedTest(name = "version {1}, offsets of {2} bytes, {0}")
  @CsvSource({
    "LITTLE_ENDIAN, 2, 4", "LITTLE_ENDIAN, 3, 4", "LITTLE_ENDIAN, 4, 4", "LITTLE_ENDIAN, 5, 4",
    "LITTLE_ENDIAN, 3, 8", "LITTLE_ENDIAN, 4, 8", "LITTLE_ENDIAN, 5, 8", "BIG_ENDIAN, 2, 4",
    "BIG_ENDIAN, 4, 4", "BIG_ENDIAN, 5, 4", "BIG_ENDIAN, 4, 8", "BIG_ENDIAN, 5, 8"
  })
  void readsTheSameFromEachVersionWidthAndOrder(String order, int version, int offsetBytes) {
    ByteOrder byteOrder =
        order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    DwarfWriter writer = DwarfWriter.of(byteOrder, version, offsetBytes);
    Entry integer = integer("int", 4);
    int member = writer.string(".debug_str", "count");
    Entry thing =
        entry(
                Tag.STRUCTURE_TYPE,
                name("thing"),
                writer.number(Attribute.BYTE_SIZE, Form.DATA2, 300))
            .with(
                entry(
                    Tag.MEMBER,
                    writer.number(Attribute.NAME, Form.STRP, member),
                    reference(Attribute.TYPE, Form.REF_ADDR, integer),
                    writer.number(Attribute.DATA_MEMBER_LOCATION, Form.DATA2, 258)));
    writer.unit(
        integer, thing, entry(Tag.VARIABLE, name("things"), type(thing), writer.at(0x1234_5678)));

    Dwarf dwarf = writer.read();

    StructType.Member found = struct(dwarf, "thing").member("count").orElseThrow();
    assertThat(struct(dwarf, "thing").sizeBytes(), is(300L));
    assertThat(found.offsetBytes(), is(258L));
    assertThat(found.type().spelling(), is("int"));
    Variable things = dwarf.variables("things").get(0);
    assertThat(things.address(), is(0x1234_5678L));
    assertThat(things.type().spelling(), is("struct thing"));
  }

  @ParameterizedTest(name = "{0}: bit {3}")
  @CsvSource({
    // the third bit-field of `unsigned a : 3, b : 5, c : 7` at byte 4
    "LITTLE_ENDIAN, false, 17, 40", "BIG_ENDIAN, false, 8, 40",
    "LITTLE_ENDIAN, true, 40, 40", "BIG_ENDIAN, true, 40, 40"
  })
  void placesBitFieldsInBothEncodings(String order, boolean newer, int offset, long expected) {
    ByteOrder byteOrder =
        order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Entry integer = integer("int", 4);
    Value[] place =
        newer
            ? new Value[] {value(Attribute.DATA_BIT_OFFSET, Form.DATA1, offset)}
            : new Value[] {
              size(4),
              value(Attribute.BIT_OFFSET, Form.DATA1, offset),
              value(Attribute.DATA_MEMBER_LOCATION, Form.DATA1, 4)
            };
    Entry field =
        entry(
            Tag.MEMBER,
            Stream.concat(
                    Stream.of(name("c"), type(integer), value(Attribute.BIT_SIZE, Form.DATA1, 7)),
                    Arrays.stream(place))
                .toArray(Value[]::new));

    Dwarf dwarf =
        DwarfWriter.of(byteOrder, 4, 4)
            .unit(integer, entry(Tag.STRUCTURE_TYPE, name("bits"), size(8)).with(field))
            .read();

    StructType.Member found = struct(dwarf, "bits").member("c").orElseThrow();
    assertThat(found.bitOffset(), is(expected));
    assertThat(found.bitSize(), is(7));
  }

  @Test
  void placesAMemberByAnExpression() {
    Entry integer = integer("int", 4);
    Entry member =
        entry(
            Tag.MEMBER,
            name("a"),
            type(integer),
            value(Attribute.DATA_MEMBER_LOCATION, Form.BLOCK1, 3, 0x23, 0x82, 0x02));

    Dwarf dwarf =
        DwarfWriter.of(3)
            .unit(integer, entry(Tag.STRUCTURE_TYPE, name("s"), size(8)).with(member))
            .read();

    assertThat(struct(dwarf, "s").member("a").orElseThrow().offsetBytes(), is(258L));
  }

  @Test
  void leavesOutMembersThatAreOfNoObject() {
    Entry integer = integer("int", 4);

    Dwarf dwarf =
        DwarfWriter.of(4)
            .unit(
                integer,
                entry(Tag.STRUCTURE_TYPE, name("s"), size(4))
                    .with(
                        entry(Tag.MEMBER, name("shared"), type(integer), EXTERNAL, DECLARATION),
                        entry(Tag.MEMBER, name("own"), type(integer))))
            .read();

    assertThat(
        struct(dwarf, "s").members().stream().map(StructType.Member::name).toList(),
        contains("own"));
  }

  @ParameterizedTest(name = "{0} in form {1}: {3} elements")
  @CsvSource({
    "upper_bound, 0x0b, 09, 10",
    "upper_bound, 0x0b, ff, 256",
    "upper_bound, 0x05, ffff, 65536",
    "upper_bound, 0x06, ffffffff, 0",
    "upper_bound, 0x07, ffffffffffffffff, 0",
    "upper_bound, 0x0d, 7f, 0",
    "upper_bound, 0x18, 0130, 0",
    "count, 0x0b, 0a, 10",
    "count, 0x0b, 00, 0",
    "count, 0x18, 0130, 0"
  })
  void countsTheElementsOfAnArray(String attribute, String form, String bytes, long length) {
    Entry integer = integer("int", 4);
    int number = attribute.equals("count") ? Attribute.COUNT : Attribute.UPPER_BOUND;
    byte[] bound = HexFormat.of().parseHex(bytes);
    Entry array =
        entry(Tag.ARRAY_TYPE, type(integer))
            .with(
                entry(Tag.SUBRANGE_TYPE, new Value(number, Integer.decode(form), bound, null, 0)));

    Dwarf dwarf =
        DwarfWriter.of(4).unit(integer, array, entry(Tag.TYPEDEF, name("row"), type(array))).read();

    Type row = dwarf.type(TypeKind.TYPEDEF, "row").orElseThrow().resolved();
    assertThat(((ArrayType) row).length(), is(length));
  }

  @ParameterizedTest(name = "form {1} of an enumeration of {0}: {3}")
  @CsvSource({
    "signed char, 0x0b, ff, -1",
    "int, 0x06, ffffffff, -1",
    "int, 0x0b, ff, 255",
    "int, 0x0d, 7f, -1",
    "unsigned int, 0x06, ffffffff, 4294967295",
    "unsigned int, 0x0b, ff, 255"
  })
  void constantsHaveTheSignOfTheirType(String base, String form, String bytes, long expected) {
    int baseBytes = base.endsWith("char") ? 1 : 4;
    int encoding = base.startsWith("unsigned") ? 0x07 : DW_ATE_SIGNED;
    Entry underlying =
        entry(
            Tag.BASE_TYPE,
            name(base),
            size(baseBytes),
            value(Attribute.ENCODING, Form.DATA1, encoding));
    byte[] constant = HexFormat.of().parseHex(bytes);
    Entry enumeration =
        entry(Tag.ENUMERATION_TYPE, name("e"), size(baseBytes), type(underlying))
            .with(
                entry(
                    Tag.ENUMERATOR,
                    name("VALUE"),
                    new Value(Attribute.CONST_VALUE, Integer.decode(form), constant, null, 0)));

    Dwarf dwarf = DwarfWriter.of(4).unit(underlying, enumeration).read();

    assertThat(dwarf.enumerator("VALUE"), is(OptionalLong.of(expected)));
    EnumType found = (EnumType) dwarf.type(TypeKind.ENUM, "e").orElseThrow();
    assertThat(found.isSigned(), is(!base.startsWith("unsigned")));
  }

  @Test
  void completesAVariableByItsDeclarationInAnotherUnit() {
    Entry integer = integer("int", 4);
    Entry declaration =
        entry(
            Tag.VARIABLE,
            name("elsewhere"),
            reference(Attribute.TYPE, Form.REF_ADDR, integer),
            EXTERNAL,
            DECLARATION);
    DwarfWriter writer = DwarfWriter.of(5);
    Entry definition =
        entry(
            Tag.VARIABLE,
            reference(Attribute.SPECIFICATION, Form.REF_ADDR, declaration),
            writer.at(0x4000));

    Dwarf dwarf = writer.unit(integer, definition).unit(integer("long", 8), declaration).read();

    Variable found = dwarf.variables("elsewhere").get(0);
    assertThat(found.address(), is(0x4000L));
    assertThat(found.type().spelling(), is("int"));
  }

  @Test
  void completesADeclarationByTheDefinitionOfItsUnitAndByNoOtherOfSeveral() {
    Entry first = entry(Tag.STRUCTURE_TYPE, name("node"), size(8));
    Entry second = entry(Tag.STRUCTURE_TYPE, name("node"), size(16));
    Entry declaredBesideIt = entry(Tag.STRUCTURE_TYPE, name("node"), DECLARATION);
    Entry declaredElsewhere = entry(Tag.STRUCTURE_TYPE, name("node"), DECLARATION);

    Dwarf dwarf =
        DwarfWriter.of(5)
            .unit(first)
            .unit(
                second,
                declaredBesideIt,
                entry(Tag.TYPEDEF, name("near_t"), type(declaredBesideIt)))
            .unit(declaredElsewhere, entry(Tag.TYPEDEF, name("far_t"), type(declaredElsewhere)))
            .read();

    assertThat(typedef(dwarf, "near_t").sizeBytes(), is(16L));
    assertThat(typedef(dwarf, "far_t").isComplete(), is(false));
  }

  private static StructType typedef(Dwarf dwarf, String name) {
    return dwarf.type(TypeKind.TYPEDEF, name).orElseThrow().asStruct().orElseThrow();
  }

  @Test
  void knowsAFunctionByTheAbstractOneThatItsCodeRefersTo() {
    Entry integer = integer("int", 4);
    Entry parameter = entry(Tag.FORMAL_PARAMETER, name("a"), type(integer));
    Entry origin = entry(Tag.SUBPROGRAM, name("work"), type(integer)).with(parameter);
    Entry code = entry(Tag.SUBPROGRAM, reference(Attribute.ABSTRACT_ORIGIN, Form.REF_ADDR, origin));

    Dwarf dwarf = DwarfWriter.of(5).unit(integer, origin).unit(integer("long", 8), code).read();

    assertThat(dwarf.function("work").orElseThrow().parameters(), hasSize(1));
  }

  @Test
  void doesNotBelieveTheAddressOfAVariableThatTheLinkerDropped() {
    Entry integer = integer("int", 4);
    DwarfWriter writer = DwarfWriter.of(4);

    writer.unit(integer, entry(Tag.VARIABLE, name("dropped"), type(integer), writer.at(0)));

    assertThat(writer.read().variables("dropped"), is(empty()));
  }

  @Test
  void believesThatTheFirstVariableOfACpuIsAtZero() {
    Entry integer = integer("int", 4);
    DwarfWriter writer = DwarfWriter.of(4);
    writer.unit(integer, entry(Tag.VARIABLE, name("first"), type(integer), writer.at(0)));

    ElfBuilder file = writer.elf().loaded(".data..percpu", 0, new byte[8]);

    Dwarf dwarf = Dwarf.of(file.file(), Optional.empty(), null).orElseThrow();
    assertThat(dwarf.variables("first").get(0).address(), is(0L));
  }

  @Test
  void neverTakesARustTypeForTheCTypeOfItsName() {
    Entry ofRust = entry(Tag.STRUCTURE_TYPE, name("node"), size(24));
    Entry ofC = entry(Tag.STRUCTURE_TYPE, name("node"), size(8));

    Dwarf dwarf =
        DwarfWriter.of(5)
            .root(entry(0x11, value(Attribute.LANGUAGE, Form.DATA1, 0x1c)).with(ofRust))
            .unit(ofC, integer("int", 4))
            .read();

    assertThat(struct(dwarf, "node").sizeBytes(), is(8L));
    assertThat(dwarf.types(TypeKind.STRUCT, "node"), hasSize(1));
  }

  private static Dwarf twoThings(DwarfWriter writer, int... files) {
    Value lines = writer.number(Attribute.STMT_LIST, Form.DATA4, 0);
    for (int i = 0; i < files.length; i++) {
      Value file = value(Attribute.DECL_FILE, Form.DATA1, files[i]);
      Entry thing = entry(Tag.STRUCTURE_TYPE, name("thing"), size(4 + i), file);
      writer.root(entry(0x11, name("unit" + i + ".c"), lines).with(thing));
    }
    return writer.read();
  }

  private static String refusal(Dwarf dwarf) {
    return assertThrows(AmbiguousName.class, () -> dwarf.type(TypeKind.STRUCT, "thing"))
        .getMessage();
  }

  @Test
  void namesTheFilesOfATableOfVersion4() {
    DwarfWriter writer = DwarfWriter.of(4);
    writer.lineTable(
        "include/linux\0\0a.c\0\0\0\0b.h\0\1\0\0/gone/c.h\0\1\0\0\0".getBytes(ISO_8859_1));

    Dwarf dwarf = twoThings(writer, 1, 2, 3, 4);

    assertThat(
        refusal(dwarf),
        containsString(
            "a.c (in unit0.c), include/linux/b.h (in unit1.c), /gone/c.h (in unit2.c), unit3.c;"));
  }

  @Test
  void namesTheFilesOfATableOfVersion5() {
    DwarfWriter writer = DwarfWriter.of(5);
    int folder = writer.string(".debug_line_str", "/build");
    writer.lineTable(
        new byte[] {1, 1, Form.LINE_STRP, 2, (byte) folder, 0, 0, 0, (byte) folder, 0, 0, 0},
        new byte[] {3, 2, Form.UDATA, 1, Form.STRING, 5, Form.DATA16, 2},
        new byte[] {0, 'a', '.', 'c', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        new byte[] {1, 'b', '.', 'h', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    assertThat(
        refusal(twoThings(writer, 0, 1)),
        containsString("a.c (in unit0.c), /build/b.h (in unit1.c);"));
  }

  @ParameterizedTest(name = "table {0}")
  @ValueSource(strings = {"", "00", "ff01010100", "0101", "01017f01", "000000ffffffff7f"})
  void knowsTheUnitWhereTheTableOfFilesIsDamaged(String table) {
    DwarfWriter writer = DwarfWriter.of(5);
    writer.lineTable(HexFormat.of().parseHex(table));

    assertThat(refusal(twoThings(writer, 0, 1)), containsString("unit0.c, unit1.c;"));
  }

  // What is not as it should be

  /** Each name read to its end would take the square of the file's size. */
  @Test
  void readsNamesOfAnyLengthAsFarAsNamesGo() {
    DwarfWriter writer = DwarfWriter.of(5);
    int endless = writer.string(".debug_str", "x".repeat(1 << 20));
    for (int unit = 0; unit < 25; unit++) {
      Entry[] constants = new Entry[40];
      for (int i = 0; i < constants.length; i++) {
        Value name = writer.number(Attribute.NAME, Form.STRP, endless + unit * 40 + i);
        constants[i] = entry(Tag.TYPEDEF, name);
      }
      writer.unit(constants);
    }

    Dwarf dwarf = writer.read();

    assertThat(dwarf.types(TypeKind.TYPEDEF, "x".repeat(4096)), hasSize(1));
    assertThat(dwarf.types(TypeKind.TYPEDEF, "x".repeat(4097)), is(empty()));
  }

  private static Dwarf twoUnits(Entry... bad) {
    return DwarfWriter.of(5).unit(bad).unit(integer("good", 4)).read();
  }

  private static void assertOnlyTheBadUnitIsLost(Dwarf dwarf, String fault) {
    assertThat(dwarf.damage(), hasSize(1));
    assertThat(dwarf.damage().get(0).getMessage(), containsString(fault));
    assertThat(dwarf.type(TypeKind.BASE, "good").isPresent(), is(true));
  }

  @Test
  void givesUpAUnitWithAnUnknownForm() {
    assertOnlyTheBadUnitIsLost(
        twoUnits(entry(Tag.TYPEDEF, name("bad"), value(0x2001, 0x55, 1))),
        "form 0x55 is not known");
  }

  @Test
  void givesUpAUnitWhoseSiblingsLeadBack() {
    Entry first = integer("int", 4);
    Entry leadingBack =
        entry(
                Tag.STRUCTURE_TYPE,
                reference(Attribute.SIBLING, Form.REF4, first),
                name("bad"),
                DECLARATION)
            .with(entry(Tag.MEMBER, name("a")));

    assertOnlyTheBadUnitIsLost(twoUnits(first, leadingBack), "comes before its entry");
  }

  @Test
  void givesUpAUnitWithAnAbbreviationThatItsTableLacks() {
    Entry bad = entry(0x0b, value(0x2001, Form.DATA1, 1)).with(integer("int", 4));
    DwarfWriter writer = DwarfWriter.of(5).unit(bad).unit(integer("good", 4));
    byte[] file = writer.elf().bytes();
    int body = 64 + 12; // ELF header, unit header
    file[body + 2] = 0x66; // the code behind the unit's own entry

    Dwarf dwarf =
        Dwarf.of(ElfFile.open(new ArraySource("bad.elf", file)), Optional.empty(), null)
            .orElseThrow();

    assertOnlyTheBadUnitIsLost(dwarf, "no abbreviation 102");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ffffff7f0500", "00000000", "0300000005000108", "08000000630001080000"})
  void keepsTheUnitsBeforeOneWithAnImpossibleHeader(String header) {
    byte[] bytes = HexFormat.of().parseHex(header);
    int[] tail = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tail[i] = bytes[i] & 0xff;
    }

    Dwarf dwarf = DwarfWriter.of(5).unit(integer("good", 4)).tail(tail).read();

    assertThat(dwarf.damage().size() > 0, is(true));
    assertThat(dwarf.type(TypeKind.BASE, "good").isPresent(), is(true));
  }

  @ParameterizedTest
  @ValueSource(ints = {Attribute.DWO_NAME, Attribute.GNU_DWO_NAME})
  void saysThatEntriesAreInAnotherFile(int attribute) {
    Value name = value(attribute, Form.STRING, 'a', '.', 'd', 'w', 'o', 0);
    DwarfWriter writer = DwarfWriter.of(4).root(entry(0x11, name));

    Unsupported fault = assertThrows(Unsupported.class, writer::read);

    assertThat(fault.getMessage(), containsString("CONFIG_DEBUG_INFO_SPLIT"));
    assertOnlyTheBadUnitIsLost(
        DwarfWriter.of(4).root(entry(0x11, name)).unit(integer("good", 4)).read(), ".dwo");
  }

  @Test
  void refusesAFileOfWhichNothingCanBeRead() {
    DwarfWriter writer =
        DwarfWriter.of(5).unit(entry(Tag.TYPEDEF, value(0x2001, 0x55, 1), name("bad")));

    assertThrows(MalformedInput.class, writer::read);
  }
}
