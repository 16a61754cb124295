package org.vmcore.dwarf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.elf.ElfBuilder;

/**
 * Writes debug information entry by entry, in any version, width and byte order, and also what no
 * compiler writes.
 */
final class DwarfWriter {
  private static final int ADDRESS_BYTES = 8;

  private final ByteOrder order;
  private final int version;
  private final int offsetBytes;
  private final List<Entry> units = new ArrayList<>();
  private final Map<Entry, Long> places = new HashMap<>();
  private final ByteArrayOutputStream abbreviations = new ByteArrayOutputStream();
  private final ByteArrayOutputStream info = new ByteArrayOutputStream();
  private final Map<String, ByteArrayOutputStream> tables = new HashMap<>();
  private int elfType = ElfBuilder.ET_EXEC;
  private byte[] tail = {};
  private int code;

  /** An attribute; its value is bytes, or the place of another entry. */
  record Value(int attribute, int form, byte[] bytes, Entry target, long implicit) {}

  /** An entry with what is below it. */
  static final class Entry {
    private final int tag;
    private final List<Value> values;
    private final List<Entry> children = new ArrayList<>();

    private Entry(int tag, List<Value> values) {
      this.tag = tag;
      this.values = values;
    }

    Entry with(Entry... below) {
      children.addAll(List.of(below));
      return this;
    }
  }

  private DwarfWriter(ByteOrder order, int version, int offsetBytes) {
    this.order = order;
    this.version = version;
    this.offsetBytes = offsetBytes;
  }

  static DwarfWriter of(int version) {
    return of(ByteOrder.LITTLE_ENDIAN, version, 4);
  }

  /**
   * @param offsetBytes 8 for the format of 64 bits
   */
  static DwarfWriter of(ByteOrder order, int version, int offsetBytes) {
    return new DwarfWriter(order, version, offsetBytes);
  }

  DwarfWriter relocatable() {
    elfType = ElfBuilder.ET_REL;
    return this;
  }

  static Entry entry(int tag, Value... values) {
    return new Entry(tag, List.of(values));
  }

  static Value value(int attribute, int form, int... bytes) {
    byte[] value = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      value[i] = (byte) bytes[i];
    }
    return new Value(attribute, form, value, null, 0);
  }

  static Value name(String name) {
    byte[] bytes = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    return new Value(Attribute.NAME, Form.STRING, bytes, null, 0);
  }

  static Value implicit(int attribute, long constant) {
    return new Value(attribute, Form.IMPLICIT_CONST, new byte[0], null, constant);
  }

  /** A reference in a form of fixed size: {@code ref1} to {@code ref8}, {@code ref_addr}. */
  static Value reference(int attribute, int form, Entry target) {
    return new Value(attribute, form, new byte[0], target, 0);
  }

  Value number(int attribute, int form, long number) {
    return new Value(attribute, form, encoded(number, sizeOf(form)), null, 0);
  }

  byte[] encoded(long number, int sizeBytes) {
    byte[] bytes = new byte[sizeBytes];
    for (int i = 0; i < sizeBytes; i++) {
      int at = order == ByteOrder.LITTLE_ENDIAN ? i : sizeBytes - 1 - i;
      bytes[at] = (byte) (number >> Byte.SIZE * i);
    }
    return bytes;
  }

  private int sizeOf(int form) {
    return switch (form) {
      case Form.DATA1, Form.REF1, Form.FLAG, Form.STRX1, Form.ADDRX1 -> 1;
      case Form.STRX -> 1; // ULEB below 128
      case Form.DATA2, Form.REF2, Form.STRX2, Form.ADDRX2 -> 2;
      case Form.STRX3, Form.ADDRX3 -> 3;
      case Form.DATA4, Form.REF4, Form.STRX4, Form.ADDRX4, Form.REF_SUP4 -> 4;
      case Form.DATA8, Form.REF8, Form.ADDR, Form.REF_SIG8, Form.REF_SUP8 -> 8;
      case Form.DATA16 -> 16;
      case Form.REF_ADDR -> version < 3 ? ADDRESS_BYTES : offsetBytes;
      case Form.STRP, Form.LINE_STRP, Form.SEC_OFFSET, Form.STRP_SUP -> offsetBytes;
      case Form.GNU_REF_ALT, Form.GNU_STRP_ALT -> offsetBytes;
      default -> throw new IllegalArgumentException("form " + form + " has no size");
    };
  }

  /** An expression that is one address. */
  Value at(long address) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(1 + ADDRESS_BYTES);
    bytes.write(0x03);
    bytes.writeBytes(encoded(address, ADDRESS_BYTES));
    int form = version < 4 ? Form.BLOCK1 : Form.EXPRLOC;
    return new Value(Attribute.LOCATION, form, bytes.toByteArray(), null, 0);
  }

  /** Appends to another section; where the bytes begin there. */
  int table(String section, byte[] bytes) {
    ByteArrayOutputStream table =
        tables.computeIfAbsent(section, name -> new ByteArrayOutputStream());
    int start = table.size();
    table.writeBytes(bytes);
    return start;
  }

  int string(String section, String text) {
    return table(section, (text + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  /** A table of lines up to its folders and files, which these bytes are. */
  void lineTable(byte[]... foldersAndFiles) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(1); // minimum_instruction_length
    header.writeBytes(new byte[version >= 4 ? 1 : 0]);
    header.writeBytes(new byte[3]); // default_is_stmt, line_base, line_range
    header.writeBytes(new byte[] {3, 0, 1}); // opcode_base, standard_opcode_lengths
    for (byte[] part : foldersAndFiles) {
      header.writeBytes(part);
    }
    byte[] sizes = version >= 5 ? new byte[] {ADDRESS_BYTES, 0} : new byte[0];
    table(".debug_line", encoded(2 + sizes.length + offsetBytes + header.size(), offsetBytes));
    table(".debug_line", encoded(version, 2));
    table(".debug_line", sizes);
    table(".debug_line", encoded(header.size(), offsetBytes));
    table(".debug_line", header.toByteArray());
  }

  /** A unit of which all is given. */
  DwarfWriter root(Entry root) {
    units.add(root);
    return this;
  }

  /** A unit of C with these entries. */
  DwarfWriter unit(Entry... entries) {
    return root(entry(0x11, value(0x13, Form.DATA1, 0x0c)).with(entries));
  }

  /** Bytes behind the last unit. */
  DwarfWriter tail(int... bytes) {
    tail = value(0, 0, bytes).bytes();
    return this;
  }

  private int headerBytes() {
    int lengthBytes = offsetBytes == 8 ? 12 : 4;
    return lengthBytes + 2 + (version >= 5 ? 2 : 1) + offsetBytes;
  }

  ElfBuilder elf() {
    long start = 0;
    for (Entry unit : units) {
      start = place(unit, start + headerBytes());
    }
    for (Entry unit : units) {
      write(unit);
    }
    info.writeBytes(tail);
    ElfBuilder file = ElfBuilder.of(elfType).order(order);
    file.debug(".debug_info", info.toByteArray());
    file.debug(".debug_abbrev", abbreviations.toByteArray());
    tables.forEach((name, bytes) -> file.debug(name, bytes.toByteArray()));
    return file;
  }

  Dwarf read() {
    return Dwarf.of(elf().file(), Optional.empty(), new NoSymbols()).orElseThrow();
  }

  /** Gives the entry and all below it their places; where the next one is. */
  private long place(Entry entry, long start) {
    places.put(entry, start);
    long end = start + 1; // the code
    for (Value value : entry.values) {
      end += value.target() == null ? value.bytes().length : sizeOf(value.form());
    }
    for (Entry child : entry.children) {
      end = place(child, end);
    }
    return entry.children.isEmpty() ? end : end + 1;
  }

  private void write(Entry root) {
    int abbreviationsStart = abbreviations.size();
    code = 1; // up to 127 take one byte
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    entry(root, places.get(root) - headerBytes(), body);
    abbreviations.write(0);
    int afterLength = headerBytes() - (offsetBytes == 8 ? 12 : 4);
    if (offsetBytes == 8) {
      info.writeBytes(encoded(0xffff_ffffL, 4));
    }
    info.writeBytes(encoded(afterLength + body.size(), offsetBytes));
    info.writeBytes(encoded(version, 2));
    if (version >= 5) {
      info.write(1); // DW_UT_compile
      info.write(ADDRESS_BYTES);
    }
    info.writeBytes(encoded(abbreviationsStart, offsetBytes));
    if (version < 5) {
      info.write(ADDRESS_BYTES);
    }
    info.writeBytes(body.toByteArray());
  }

  private void entry(Entry entry, long unitStart, ByteArrayOutputStream body) {
    uleb128(body, code);
    uleb128(abbreviations, code++);
    uleb128(abbreviations, entry.tag);
    abbreviations.write(entry.children.isEmpty() ? 0 : 1);
    for (Value value : entry.values) {
      uleb128(abbreviations, value.attribute());
      uleb128(abbreviations, value.form());
      if (value.form() == Form.IMPLICIT_CONST) {
        sleb128(abbreviations, value.implicit());
      }
      body.writeBytes(value.target() == null ? value.bytes() : place(value, unitStart));
    }
    abbreviations.writeBytes(new byte[2]);
    entry.children.forEach(child -> entry(child, unitStart, body));
    if (!entry.children.isEmpty()) {
      body.write(0);
    }
  }

  private byte[] place(Value value, long unitStart) {
    long target = places.get(value.target());
    boolean absolute = value.form() == Form.REF_ADDR;
    return encoded(absolute ? target : target - unitStart, sizeOf(value.form()));
  }

  static void uleb128(ByteArrayOutputStream out, long number) {
    long rest = number;
    while (rest >>> 7 != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static void sleb128(ByteArrayOutputStream out, long number) {
    ByteBuffer all = ByteBuffer.allocate(10);
    for (int i = 0; i < 9; i++) {
      all.put((byte) (number >> 7 * i & 0x7f | 0x80));
    }
    all.put((byte) (number < 0 ? 0x7f : 0));
    out.writeBytes(Arrays.copyOf(all.array(), 10));
  }

  private record NoSymbols() implements SymbolTable {
    @Override
    public List<Symbol> byName(String name) {
      return List.of();
    }

    @Override
    public Optional<Symbol> byAddress(long address) {
      return Optional.empty();
    }

    @Override
    public List<Symbol> all() {
      return List.of();
    }
  }
}
