package org.vmcore.elf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmcore.io.ArraySource;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

class RelocationsTest {
  private static final int ET_REL = 1;
  private static final int EM_X86_64 = 62;
  private static final int EM_RISCV = 243;
  private static final long TEXT = 0xffff_ffff_c000_1000L;
  private static final int TARGET_SECTION = 1;
  private static final int TEXT_SECTION = 2;
  private static final int SYMBOLS_SECTION = 3;

  /** Symbol 1 is 0x10 into {@code .text}. */
  private static byte[] symbols(ByteOrder order) {
    ByteBuffer table = ByteBuffer.allocate(48).order(order);
    table.position(24);
    table.putInt(0).put((byte) 0x12).put((byte) 0).putShort((short) TEXT_SECTION).putLong(0x10);
    return table.array();
  }

  private static byte[] entry(ByteOrder order, long offset, int type, long addend) {
    return ByteBuffer.allocate(24)
        .order(order)
        .putLong(offset)
        .putLong(1L << 32 | type)
        .putLong(addend)
        .array();
  }

  private static ElfFile file(int type, int machine, ByteOrder order, String bytes, byte[] table) {
    return ElfBuilder.of(type)
        .machine(machine)
        .order(order)
        .debug(".debug_info", HexFormat.of().parseHex(bytes))
        .loaded(".text", 0, new byte[0x40])
        .section(".symtab", ElfSection.SHT_SYMTAB, 0, 0, symbols(order), 0, 0)
        .section(
            ".rela.debug_info", ElfSection.SHT_RELA, 0, 0, table, SYMBOLS_SECTION, TARGET_SECTION)
        .file();
  }

  private static String relocated(ElfFile file) {
    ElfFile placed =
        file.placedAt(name -> name.equals(".text") ? OptionalLong.of(TEXT) : OptionalLong.empty());
    return contents(placed);
  }

  private static String contents(ElfFile file) {
    ElfSection section = file.section(".debug_info").orElseThrow();
    return HexFormat.of().formatHex(file.contents(section).read(0, (int) section.sizeBytes()));
  }

  @ParameterizedTest(name = "machine {0}, type {1}")
  @CsvSource({
    // bytes before, and after the symbol at 0xffffffffc0001010 plus 0x2 was put at offset 1
    "62, 1, 000000000000000000, 00121000c0ffffffff",
    "62, 2, ff00000000ffffffff, ff111000c0ffffffff",
    "62, 10, ff00000000ffffffff, ff121000c0ffffffff",
    "62, 11, ff00000000ffffffff, ff121000c0ffffffff",
    "62, 24, 000000000000000000, 00111000c0ffffffff",
    "62, 0, 112233445566778899, 112233445566778899",
    "183, 257, 000000000000000000, 00121000c0ffffffff",
    "183, 258, ff00000000ffffffff, ff121000c0ffffffff",
    "183, 259, ff0000ffffffffffff, ff1210ffffffffffff",
    "183, 260, 000000000000000000, 00111000c0ffffffff",
    "183, 261, ff00000000ffffffff, ff111000c0ffffffff",
    "183, 262, ff0000ffffffffffff, ff1110ffffffffffff",
    "21, 38, 000000000000000000, 00121000c0ffffffff",
    "21, 1, ff00000000ffffffff, ff121000c0ffffffff",
    "21, 44, 000000000000000000, 00111000c0ffffffff",
    "21, 26, ff00000000ffffffff, ff111000c0ffffffff",
    "243, 2, 000000000000000000, 00121000c0ffffffff",
    "243, 1, ff00000000ffffffff, ff121000c0ffffffff",
    "243, 57, ff00000000ffffffff, ff111000c0ffffffff",
    "243, 33, ff01ffffffffffffff, ff13ffffffffffffff",
    "243, 34, ff0100ffffffffffff, ff1310ffffffffffff",
    "243, 35, ff01000000ffffffff, ff131000c0ffffffff",
    "243, 36, 000100000000000000, 00131000c0ffffffff",
    "243, 37, ff20ffffffffffffff, ff0effffffffffffff",
    "243, 38, ff2020ffffffffffff, ff0e10ffffffffffff",
    "243, 39, ff202000c0ffffffff, ff0e100000ffffffff",
    "243, 40, 00202000c0ffffffff, 000e10000000000000",
    "243, 52, ffd3ffffffffffffff, ffc1ffffffffffffff",
    "243, 53, ffc0ffffffffffffff, ffd2ffffffffffffff",
    "243, 54, ffaaffffffffffffff, ff12ffffffffffffff",
    "243, 55, ffaaaaffffffffffff, ff1210ffffffffffff",
    "243, 56, ffaaaaaaaaffffffff, ff121000c0ffffffff",
    "243, 60, ff808001ffffffffff, ff92a000ffffffffff"
  })
  void changesBytesAsTheProcessorsAbiSays(int machine, int type, String before, String after) {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    assertThat(
        relocated(file(ET_REL, machine, order, before, entry(order, 1, type, 2))), is(after));
  }

  @ParameterizedTest(name = "s390x, type {0}")
  @CsvSource({
    "22, 000000000000000000, 00ffffffffc0001012",
    "4, ff00000000ffffffff, ffc0001012ffffffff",
    "3, ff0000ffffffffffff, ff1012ffffffffffff",
    "1, ff00ffffffffffffff, ff12ffffffffffffff",
    "23, 000000000000000000, 00ffffffffc0001011",
    "5, ff00000000ffffffff, ffc0001011ffffffff",
    "16, ff0000ffffffffffff, ff1011ffffffffffff"
  })
  void changesBytesOfBigEndianFilesInTheirOrder(int type, String before, String after) {
    ByteOrder order = ByteOrder.BIG_ENDIAN;

    assertThat(relocated(file(ET_REL, 22, order, before, entry(order, 1, type, 2))), is(after));
  }

  @Test
  void subtractsOneSymbolFromAnotherInANumberOfVariableLength() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    ByteBuffer table = ByteBuffer.allocate(48);
    table.put(entry(order, 1, 60, 0x102)).put(entry(order, 1, 61, 0x2));

    ElfFile file = file(ET_REL, EM_RISCV, order, "ff808000ffffffffff", table.array());

    assertThat(relocated(file), is("ff808200ffffffffff"));
  }

  @Test
  void marksAddressesInSectionsThatAreGone() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    ElfFile file = file(ET_REL, EM_X86_64, order, "000000000000000000", entry(order, 1, 1, 2));

    assertThat(contents(file.placedAt(name -> OptionalLong.empty())), is("00ffffffffffffffff"));
  }

  @Test
  void leavesTheBytesOfALinkedFileAlone() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    String bytes = "112233445566778899";

    ElfFile file = file(ElfBuilder.ET_EXEC, EM_X86_64, order, bytes, entry(order, 1, 1, 2));

    assertThat(contents(file), is(bytes));
  }

  @Test
  void refusesATypeThatIsNotKnownForThatSectionOnly() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    ElfFile file = file(ET_REL, EM_X86_64, order, "0000000000000000", entry(order, 0, 99, 2));

    Unsupported fault = assertThrows(Unsupported.class, () -> relocated(file));

    assertThat(
        fault.getMessage(), allOf(containsString("type 99"), containsString(".rela.debug_info")));
    assertThat(file.contents(file.section(".text").orElseThrow()).sizeBytes(), is(0x40L));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "9, 1", "-1, 1", "5, 2"})
  void refusesAPlaceOutsideTheSection(long offset, int type) {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    ElfFile file =
        file(ET_REL, EM_X86_64, order, "0000000000000000", entry(order, offset, type, 2));

    MalformedInput fault = assertThrows(MalformedInput.class, () -> relocated(file));

    assertThat(fault.getMessage(), containsString("relocates offset"));
  }

  @Test
  void findsTheSectionOfASymbolBeyondTheNumbersThatFit() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    byte[] symbols = symbols(order);
    ByteBuffer.wrap(symbols).order(order).putShort(24 + 6, (short) 0xffff);
    byte[] indices = ByteBuffer.allocate(8).order(order).putInt(4, TEXT_SECTION).array();
    ElfFile file =
        ElfBuilder.of(ET_REL)
            .debug(".debug_info", new byte[8])
            .loaded(".text", 0, new byte[0x40])
            .section(".symtab", ElfSection.SHT_SYMTAB, 0, 0, symbols, 0, 0)
            .section(
                ".symtab_shndx", ElfSection.SHT_SYMTAB_SHNDX, 0, 0, indices, SYMBOLS_SECTION, 0)
            .section(
                ".rela.debug_info",
                ElfSection.SHT_RELA,
                0,
                0,
                entry(order, 0, 1, 0),
                SYMBOLS_SECTION,
                TARGET_SECTION)
            .file();

    assertThat(relocated(file), is("101000c0ffffffff"));
  }

  @Test
  void refusesMoreTablesThanTheFileCanHold() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    ElfBuilder builder =
        ElfBuilder.of(ET_REL)
            .debug(".debug_info", new byte[8])
            .loaded(".text", 0, new byte[0x40])
            .section(".symtab", ElfSection.SHT_SYMTAB, 0, 0, symbols(order), 0, 0);
    byte[] table = new byte[2400];
    builder.section(".rela", ElfSection.SHT_RELA, 0, 0, table, SYMBOLS_SECTION, TARGET_SECTION);
    byte[] file = builder.bytes();
    // the section's own header, once more in place of those of .text and .symtab
    int headers = (int) ByteBuffer.wrap(file).order(order).getLong(40);
    System.arraycopy(file, headers + 4 * 64, file, headers + 2 * 64, 64);
    System.arraycopy(file, headers + 4 * 64, file, headers + 3 * 64, 64);

    ElfFile repeated = ElfFile.open(new ArraySource("repeated.ko", file));

    MalformedInput fault = assertThrows(MalformedInput.class, () -> contents(repeated));
    assertThat(fault.getMessage(), containsString("3 tables of relocations"));
  }
}
