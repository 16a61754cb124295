package org.vmcore.dwarf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.vmcore.dwarf.DwarfWriter.entry;
import static org.vmcore.dwarf.DwarfWriter.implicit;
import static org.vmcore.dwarf.DwarfWriter.name;
import static org.vmcore.dwarf.DwarfWriter.reference;
import static org.vmcore.dwarf.DwarfWriter.value;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.dwarf.DwarfWriter.Entry;
import org.vmcore.dwarf.DwarfWriter.Value;
import org.vmcore.types.Type;

class FormsTest {
  private static final int LABEL = 0x0a;
  private static final int UNKNOWN_ATTRIBUTE = 0x2001;

  private static Entry base(String name, Value... more) {
    Value[] values = new Value[more.length + 1];
    values[0] = name(name);
    System.arraycopy(more, 0, values, 1, more.length);
    return entry(Tag.BASE_TYPE, values);
  }

  private static long sizeOf(Dwarf dwarf, String name) {
    return dwarf.type(TypeKind.BASE, name).map(Type::sizeBytes).orElse(-1L);
  }

  @ParameterizedTest(name = "form {0} of {1}")
  @CsvSource({
    "0x01, 0011223344556677",
    "0x03, 0200aabb",
    "0x04, 02000000aabb",
    "0x05, aabb",
    "0x06, aabbccdd",
    "0x07, aabbccddeeff0011",
    "0x08, 6162636400",
    "0x09, 8100aa",
    "0x0a, 02aabb",
    "0x0b, aa",
    "0x0c, 01",
    "0x0d, 807f",
    "0x0e, 00000000",
    "0x0f, 8001",
    "0x10, 00000000",
    "0x11, 00",
    "0x12, 0000",
    "0x13, 00000000",
    "0x14, 0000000000000000",
    "0x15, 8000",
    "0x16, 0b77",
    "0x16, 0f8001",
    "0x17, 00000000",
    "0x18, 02aabb",
    "0x19, ''",
    "0x1a, 8000",
    "0x1b, 8000",
    "0x1c, 00000000",
    "0x1d, 00000000",
    "0x1e, 00112233445566778899aabbccddeeff",
    "0x1f, 00000000",
    "0x20, 0011223344556677",
    "0x22, 8000",
    "0x23, 8000",
    "0x24, 0011223344556677",
    "0x25, 00",
    "0x26, 0000",
    "0x27, 000000",
    "0x28, 00000000",
    "0x29, 00",
    "0x2a, 0000",
    "0x2b, 000000",
    "0x2c, 00000000",
    "0x1f01, 8000",
    "0x1f02, 8000",
    "0x1f20, 00000000",
    "0x1f21, 00000000"
  })
  void isSteppedOverToTheByteWhereNobodyAsksForIt(String form, String bytes) {
    byte[] value = HexFormat.of().parseHex(bytes);
    Value unknown = new Value(UNKNOWN_ATTRIBUTE, Integer.decode(form), value, null, 0);

    Dwarf dwarf =
        DwarfWriter.of(5)
            .unit(
                entry(LABEL, unknown),
                base("of an indexed entry", unknown, value(Attribute.BYTE_SIZE, Form.DATA1, 3)),
                base("after it", value(Attribute.BYTE_SIZE, Form.DATA1, 4)))
            .read();

    assertThat(dwarf.damage(), hasSize(0));
    assertThat(sizeOf(dwarf, "of an indexed entry"), is(3L));
    assertThat(sizeOf(dwarf, "after it"), is(4L));
  }

  @ParameterizedTest(name = "form {0} of {1}")
  @CsvSource({
    "0x0b, c8, 200",
    "0x05, 0102, 513",
    "0x06, 01020000, 513",
    "0x07, 0102000000000000, 513",
    "0x0f, 8104, 513",
    "0x0d, 8104, 513",
    "0x16, 058104, 1153",
    "0x16, 0f8104, 513"
  })
  void givesANumber(String form, String bytes, long number) {
    byte[] value = HexFormat.of().parseHex(bytes);

    Dwarf dwarf =
        DwarfWriter.of(5)
            .unit(base("a", new Value(Attribute.BYTE_SIZE, Integer.decode(form), value, null, 0)))
            .read();

    assertThat(sizeOf(dwarf, "a"), is(number));
  }

  @Test
  void givesTheNumberThatStandsInTheAbbreviation() {
    Dwarf dwarf = DwarfWriter.of(5).unit(base("a", implicit(Attribute.BYTE_SIZE, 513))).read();

    assertThat(sizeOf(dwarf, "a"), is(513L));
  }

  @ParameterizedTest
  @ValueSource(ints = {Form.STRP, Form.LINE_STRP})
  void givesANameByItsOffset(int form) {
    DwarfWriter writer = DwarfWriter.of(5);
    String section = form == Form.STRP ? ".debug_str" : ".debug_line_str";
    writer.string(section, "another");
    int offset = writer.string(section, "wanted");

    writer.unit(entry(Tag.BASE_TYPE, writer.number(Attribute.NAME, form, offset)));

    assertThat(writer.read().type(TypeKind.BASE, "wanted").isPresent(), is(true));
  }

  @ParameterizedTest(name = "form {0}, offsets of {1} bytes, base named: {2}")
  @CsvSource({
    "0x1a, 4, true",
    "0x25, 4, true",
    "0x26, 4, true",
    "0x27, 4, true",
    "0x28, 4, true",
    "0x25, 4, false",
    "0x25, 8, true",
    "0x25, 8, false"
  })
  void givesANameByItsNumber(String form, int offsetBytes, boolean named) {
    DwarfWriter writer = DwarfWriter.of(ByteOrder.LITTLE_ENDIAN, 5, offsetBytes);
    writer.string(".debug_str", "another");
    int offset = writer.string(".debug_str", "wanted");
    writer.table(".debug_str_offsets", new byte[named ? 24 : 2 * offsetBytes]);
    writer.table(".debug_str_offsets", writer.encoded(0, offsetBytes));
    writer.table(".debug_str_offsets", writer.encoded(offset, offsetBytes));
    Value base =
        named
            ? writer.number(Attribute.STR_OFFSETS_BASE, Form.SEC_OFFSET, 24)
            : value(UNKNOWN_ATTRIBUTE, Form.DATA1, 0);

    writer.root(
        entry(0x11, base)
            .with(entry(Tag.BASE_TYPE, writer.number(Attribute.NAME, Integer.decode(form), 1))));

    assertThat(writer.read().type(TypeKind.BASE, "wanted").isPresent(), is(true));
  }

  @ParameterizedTest
  @ValueSource(ints = {Form.REF1, Form.REF2, Form.REF4, Form.REF8, Form.REF_ADDR})
  void refersToAnEntry(int form) {
    Entry target = base("wanted");

    Dwarf dwarf =
        DwarfWriter.of(5)
            .unit(base("first"))
            .unit(
                target, entry(Tag.TYPEDEF, name("alias"), reference(Attribute.TYPE, form, target)))
            .read();

    Type alias = dwarf.type(TypeKind.TYPEDEF, "alias").orElseThrow();
    assertThat(alias.resolved().spelling(), is("wanted"));
  }

  @Test
  void refersToAnEntryOfAnotherUnit() {
    Entry target = base("wanted");

    Dwarf dwarf =
        DwarfWriter.of(5)
            .unit(
                entry(Tag.TYPEDEF, name("alias"), reference(Attribute.TYPE, Form.REF_ADDR, target)))
            .unit(target)
            .read();

    Type alias = dwarf.type(TypeKind.TYPEDEF, "alias").orElseThrow();
    assertThat(alias.resolved().spelling(), is("wanted"));
  }

  @ParameterizedTest(name = "location {0}")
  @CsvSource({
    "09030010000000000000, 0x1000",
    "0c030010000000000000238101, 0x1081",
    "02a101, 0x2000",
    "02fb01, 0x2000",
    "05a101238101, 0x2081",
    "0d03001000000000000010810122, 0x1081",
    "0a0300100000000000009f, -1",
    "0c030010000000000000108101, -1",
    "0130, -1"
  })
  void placesAVariableWhereItsExpressionSays(String bytes, String address) {
    DwarfWriter writer = DwarfWriter.of(5);
    writer.table(".debug_addr", new byte[16]);
    writer.table(".debug_addr", writer.encoded(0x2000, 8));
    byte[] expression = HexFormat.of().parseHex(bytes);
    Value location = new Value(Attribute.LOCATION, Form.EXPRLOC, expression, null, 0);

    writer.unit(entry(Tag.VARIABLE, name("a"), location), base("filler of some length"));

    Optional<Long> found =
        writer.read().variables("a").stream().map(variable -> variable.address()).findFirst();
    long expected = Long.decode(address);
    assertThat(found, is(expected == -1 ? Optional.empty() : Optional.of(expected)));
  }
}
