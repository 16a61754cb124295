package org.vmcore.elf;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.elf.RelocationRule.Operation;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/**
 * What a linker or the kernel's module loader does with a table of {@code Elf64_Rela} or {@code
 * Elf64_Rel}: it puts addresses and offsets into a section of a file that nothing linked yet. In
 * debug information even the offsets of names are such. Confined to one thread.
 */
final class Relocations {
  private static final int SHN_ABS = 0xfff1;
  private static final int SHN_LORESERVE = 0xff00;
  private static final int SHN_XINDEX = 0xffff;
  private static final int MAX_LEB128_BYTES = 10;
  private static final long NOWHERE = -1; // what linkers write for code that they dropped

  private final ElfFile file;
  private final ElfSection table;
  private final boolean withAddends;
  private final Cursor symbols;
  private final Optional<Cursor> extendedIndices;

  /**
   * @param table of type {@code SHT_RELA} or {@code SHT_REL}
   */
  Relocations(ElfFile file, ElfSection table) {
    this.file = file;
    this.table = table;
    this.withAddends = table.type() == ElfSection.SHT_RELA;
    if (table.link() <= 0 || table.link() >= file.sections().size()) {
      throw new MalformedInput("sh_link " + table.link(), where(), 0);
    }
    this.symbols = cursor(file.sections().get(table.link()));
    this.extendedIndices =
        file.sections().stream()
            .filter(s -> s.type() == ElfSection.SHT_SYMTAB_SHNDX && s.link() == table.link())
            .findFirst()
            .map(this::cursor);
  }

  private String where() {
    return file.name() + ": " + table.name();
  }

  private Cursor cursor(ElfSection section) {
    ByteSource contents = file.contents(section);
    int size = (int) Math.min(contents.sizeBytes(), Integer.MAX_VALUE - Long.BYTES);
    return new Cursor(contents.read(0, size), file.order(), file.name() + ": " + section.name());
  }

  /**
   * Changes the bytes of a section as its table says.
   *
   * @throws Unsupported when the table has a type that is not known here
   */
  void apply(ElfSection section, byte[] bytes) {
    Cursor in = cursor(table);
    ByteBuffer target = ByteBuffer.wrap(bytes).order(file.order());
    int word = file.is64Bit() ? Long.BYTES : Integer.BYTES;
    long base = file.addressOf(section).orElse(0);
    while (in.remaining() >= word * (withAddends ? 3 : 2)) {
      long offset = in.unsigned(word);
      long info = in.unsigned(word);
      long addend = !withAddends ? 0 : file.is64Bit() ? in.u64() : in.s32();
      int type = file.is64Bit() ? (int) info : (int) info & 0xff;
      long symbol = file.is64Bit() ? info >>> 32 : info >>> 8;
      RelocationRule rule =
          RelocationRule.of(file.machine(), type).orElseThrow(() -> unknown(type));
      if (offset < 0 || offset > bytes.length - rule.sizeBytes()) {
        throw in.malformed("relocates offset 0x" + Long.toHexString(offset));
      }
      if (rule.operation() != Operation.NONE) {
        int at = (int) offset;
        long implied = withAddends ? addend : read(target, at, rule.sizeBytes());
        write(rule, target, at, value(symbol), implied, base + offset);
      }
    }
  }

  private Unsupported unknown(int type) {
    return new Unsupported(
        "relocation type " + type + " of machine " + file.machine() + " is not known",
        where(),
        "give a file of that module that was linked");
  }

  /** Where a symbol is; empty for one in a section that is not in memory any more. */
  private OptionalLong value(long symbol) {
    boolean wide = file.is64Bit();
    long entry = symbol * (wide ? 24 : 16);
    symbols.seek(entry + (wide ? 6 : 14));
    int index = symbols.u16();
    symbols.seek(entry + (wide ? 8 : 4));
    long value = symbols.unsigned(wide ? Long.BYTES : Integer.BYTES);
    if (index == SHN_XINDEX && extendedIndices.isPresent()) {
      extendedIndices.get().seek(symbol * Integer.BYTES);
      index = extendedIndices.get().s32();
    } else if (index >= SHN_LORESERVE) {
      return OptionalLong.of(index == SHN_ABS ? value : 0);
    }
    if (index <= 0 || index >= file.sections().size()) {
      return OptionalLong.of(0); // undefined: debug information does not need it
    }
    ElfSection section = file.sections().get(index);
    if (!section.isAllocated()) {
      return OptionalLong.of(value);
    }
    OptionalLong address = file.addressOf(section);
    return address.isPresent() ? OptionalLong.of(address.getAsLong() + value) : address;
  }

  private static void write(
      RelocationRule rule,
      ByteBuffer target,
      int at,
      OptionalLong symbol,
      long addend,
      long place) {
    int size = rule.sizeBytes();
    long there = read(target, at, size);
    long value = symbol.orElse(0) + addend;
    switch (rule.operation()) {
      case NONE -> {}
      case ABSOLUTE -> write(target, at, size, symbol.isPresent() ? value : NOWHERE);
      case RELATIVE -> write(target, at, size, value - place);
      case ADD -> write(target, at, size, there + value);
      case SUBTRACT -> write(target, at, size, there - value);
      case SET_6 -> write(target, at, size, there & 0xc0 | value & 0x3f);
      case SUBTRACT_6 -> write(target, at, size, there & 0xc0 | there - value & 0x3f);
      case SET_ULEB128 -> writeUleb128(target, at, value);
      case SUBTRACT_ULEB128 -> writeUleb128(target, at, uleb128(target, at) - value);
    }
  }

  private static long read(ByteBuffer bytes, int at, int size) {
    return switch (size) {
      case 1 -> bytes.get(at) & 0xff;
      case 2 -> bytes.getShort(at) & 0xffff;
      case 4 -> bytes.getInt(at) & 0xffff_ffffL;
      default -> bytes.getLong(at);
    };
  }

  private static void write(ByteBuffer bytes, int at, int size, long value) {
    switch (size) {
      case 1 -> bytes.put(at, (byte) value);
      case 2 -> bytes.putShort(at, (short) value);
      case 4 -> bytes.putInt(at, (int) value);
      default -> bytes.putLong(at, value);
    }
  }

  private static long uleb128(ByteBuffer bytes, int at) {
    byte[] rest = new byte[Math.min(bytes.capacity() - at, MAX_LEB128_BYTES)];
    bytes.get(at, rest);
    return new Cursor(rest, bytes.order(), "relocated LEB128 number").uleb128();
  }

  /** In as many bytes as the number there has. */
  private static void writeUleb128(ByteBuffer bytes, int at, long value) {
    long rest = value;
    int position = at;
    boolean more = true;
    while (more && position < bytes.capacity()) {
      more = (bytes.get(position) & 0x80) != 0;
      bytes.put(position++, (byte) (rest & 0x7f | (more ? 0x80 : 0)));
      rest >>>= 7;
    }
  }
}
