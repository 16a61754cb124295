package org.vmcore.debuginfo;

import java.util.Arrays;
import org.vmcore.debuginfo.Symbol.Placement;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.Cursor;
import org.vmcore.io.TableString;

/**
 * What the {@code .symtab} of a file names in its image, as columns of numbers: a kernel has more
 * than a hundred thousand symbols, of which few are asked for. Immutable once read.
 */
final class SymtabRows {
  private static final int SHN_UNDEF = 0;
  private static final int SHN_LORESERVE = 0xff00;
  private static final int SHN_ABS = 0xfff1;
  private static final int STT_SECTION = 3;
  private static final int STT_FILE = 4;
  private static final int STB_LOCAL = 0;
  private static final int STB_WEAK = 2;
  private static final int MAX_SYMBOL_BYTES = 1 << 28;
  private static final Placement[] PLACEMENTS = Placement.values();

  private final byte[] names;
  private final long[] values;
  private final long[] sizesBytes;
  private final int[] nameOffsets;
  private final byte[] bindings;
  private final byte[] placements;
  private int count;

  /** Where symbols of a section are, looked up once for each section. */
  private record Origin(boolean isLoaded, long base, Placement placement) {}

  private SymtabRows(byte[] names, int capacity) {
    this.names = names;
    values = new long[capacity];
    sizesBytes = new long[capacity];
    nameOffsets = new int[capacity];
    bindings = new byte[capacity];
    placements = new byte[capacity];
  }

  /** The rows of the file's only table; none where it was stripped. */
  static SymtabRows of(ElfFile file) {
    for (ElfSection table : file.sections()) {
      if (table.type() == ElfSection.SHT_SYMTAB
          && table.link() > 0
          && table.link() < file.sections().size()) {
        return read(file, table, file.sections().get(table.link()));
      }
    }
    return new SymtabRows(new byte[0], 0);
  }

  private static SymtabRows read(ElfFile file, ElfSection table, ElfSection strings) {
    int entryBytes = file.is64Bit() ? 24 : 16;
    String where = file.name() + ": " + table.name();
    byte[] entries = contents(file, table);
    SymtabRows rows = new SymtabRows(contents(file, strings), entries.length / entryBytes);
    Origin[] origins = new Origin[file.sections().size()];
    Arrays.setAll(origins, number -> origin(file, file.sections().get(number)));
    Cursor in = new Cursor(entries, file.order(), where);
    while (in.remaining() >= entryBytes) {
      rows.add(in, file.is64Bit(), origins);
    }
    return rows;
  }

  private static byte[] contents(ElfFile file, ElfSection section) {
    long size = Math.min(section.sizeBytes(), MAX_SYMBOL_BYTES);
    return file.contents(section).read(0, (int) size);
  }

  /** Before linking a value counts from the start of its section, which may be gone. */
  private static Origin origin(ElfFile file, ElfSection section) {
    if (!file.isRelocatable()) {
      return new Origin(true, 0, placement(section));
    }
    var address = file.addressOf(section);
    return new Origin(address.isPresent(), address.orElse(0), placement(section));
  }

  private static Placement placement(ElfSection section) {
    if (section.name().equals(".data..percpu") && section.address() == 0) {
      return Placement.ZERO_BASED_PER_CPU;
    }
    return section.isExecutable() ? Placement.RELOCATED_TEXT : Placement.RELOCATED_DATA;
  }

  private static Origin originOf(int section, Origin[] origins) {
    if (section < SHN_LORESERVE && section < origins.length) {
      return origins[section];
    }
    return new Origin(true, 0, section == SHN_ABS ? Placement.ABSOLUTE : Placement.RELOCATED_DATA);
  }

  private void add(Cursor in, boolean is64Bit, Origin[] origins) {
    long nameOffset = in.u32();
    long value = is64Bit ? 0 : in.u32();
    long size = is64Bit ? 0 : in.u32();
    int info = in.u8();
    in.skip(1); // st_other
    int section = in.u16();
    if (is64Bit) {
      value = in.u64();
      size = in.u64();
    }
    int type = info & 0xf;
    if (section == SHN_UNDEF || type == STT_SECTION || type == STT_FILE) {
      return;
    }
    if (nameOffset >= names.length) {
      throw in.malformed("a name past the end of the strings");
    }
    Origin origin = originOf(section, origins);
    if (origin.isLoaded() && !isHidden((int) nameOffset)) {
      values[count] = origin.base() + value;
      sizesBytes[count] = size;
      nameOffsets[count] = (int) nameOffset;
      bindings[count] = (byte) (info >> 4);
      placements[count++] = (byte) origin.placement().ordinal();
    }
  }

  /** Marks of the tool chain, which the kernel's own table leaves out too, and what has no name. */
  private boolean isHidden(int nameOffset) {
    return switch (names[nameOffset]) {
      case 0, '$' -> true;
      case '.' -> startsWith(nameOffset, ".L");
      case '_' -> startsWith(nameOffset, "__crc_") || startsWith(nameOffset, "__kstrtab");
      default -> false;
    };
  }

  private boolean startsWith(int nameOffset, String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      if (nameOffset + i >= names.length || names[nameOffset + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return count;
  }

  /** {@link String#hashCode} of the symbol's name, without making the string. */
  int nameHash(int number) {
    return TableString.hash(names, nameOffsets[number], names.length);
  }

  boolean isNamed(int number, String name) {
    int start = nameOffsets[number];
    int end = TableString.end(names, start, names.length);
    return end - start == name.length() && startsWith(start, name);
  }

  boolean isGlobal(int number) {
    return bindings[number] != STB_LOCAL;
  }

  boolean isWeak(int number) {
    return bindings[number] == STB_WEAK;
  }

  Symbol symbol(int number) {
    return new Symbol(
        TableString.at(names, nameOffsets[number], names.length),
        values[number],
        sizesBytes[number],
        isGlobal(number),
        PLACEMENTS[placements[number]]);
  }
}
