package org.vmcore.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.vmcore.io.ArraySource;

/** Writes ELF files of sections: executables, modules, files with debug information alone. */
public final class ElfBuilder {
  public static final int ET_REL = 1;
  public static final int ET_EXEC = 2;
  public static final int EM_X86_64 = 62;
  private static final int SHT_PROGBITS = 1;
  private static final int SHT_STRTAB = 3;

  private final int type;
  private int machine = EM_X86_64;
  private boolean wide = true;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private final List<Section> sections = new ArrayList<>();

  private record Section(
      String name, int type, long flags, long address, byte[] bytes, int link, int info) {}

  private ElfBuilder(int type) {
    this.type = type;
    sections.add(new Section("", 0, 0, 0, new byte[0], 0, 0));
  }

  public static ElfBuilder of(int type) {
    return new ElfBuilder(type);
  }

  public ElfBuilder machine(int number) {
    machine = number;
    return this;
  }

  public ElfBuilder order(ByteOrder wanted) {
    order = wanted;
    return this;
  }

  /** Headers of 32 bits. */
  public ElfBuilder narrow() {
    wide = false;
    return this;
  }

  /** Number that the next section will have. */
  public int next() {
    return sections.size();
  }

  public ElfBuilder section(
      String name, int sectionType, long flags, long address, byte[] bytes, int link, int info) {
    sections.add(new Section(name, sectionType, flags, address, bytes, link, info));
    return this;
  }

  /** Bytes that are in the file only. */
  public ElfBuilder debug(String name, byte[] bytes) {
    return section(name, SHT_PROGBITS, 0, 0, bytes, 0, 0);
  }

  /** Bytes that are loaded. */
  public ElfBuilder loaded(String name, long address, byte[] bytes) {
    return section(name, SHT_PROGBITS, ElfSection.SHF_ALLOC, address, bytes, 0, 0);
  }

  /** A section {@code .note.gnu.build-id}. */
  public ElfBuilder buildId(String hexDigits) {
    byte[] id = HexFormat.of().parseHex(hexDigits);
    ByteBuffer note = ByteBuffer.allocate(16 + id.length).order(order);
    note.putInt(4).putInt(id.length).putInt(3).put("GNU\0".getBytes(StandardCharsets.US_ASCII));
    note.put(id);
    return section(
        ".note.gnu.build-id", ElfSection.SHT_NOTE, ElfSection.SHF_ALLOC, 0, note.array(), 0, 0);
  }

  public byte[] bytes() {
    byte[] names = names();
    List<Section> all = new ArrayList<>(sections);
    all.add(new Section(".shstrtab", SHT_STRTAB, 0, 0, names, 0, 0));
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    int headerBytes = wide ? 64 : 52;
    ByteBuffer table = ByteBuffer.allocate(all.size() * (wide ? 64 : 40)).order(order);
    int nameOffset = 0;
    for (Section section : all) {
      table.putInt(nameOffset).putInt(section.type());
      word(table, section.flags());
      word(table, section.address());
      word(table, headerBytes + contents.size());
      word(table, section.bytes().length);
      table.putInt(section.link()).putInt(section.info());
      word(table, 1);
      word(table, 0);
      contents.writeBytes(section.bytes());
      nameOffset += section.name().length() + 1;
    }
    int tableOffset = headerBytes + contents.size();
    ByteBuffer file = ByteBuffer.allocate(tableOffset + table.capacity()).order(order);
    header(file, tableOffset, all.size());
    file.put(contents.toByteArray()).put(table.array());
    return file.array();
  }

  private byte[] names() {
    StringBuilder names = new StringBuilder();
    sections.forEach(section -> names.append(section.name()).append('\0'));
    return names.append(".shstrtab\0").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void header(ByteBuffer file, long tableOffset, int nrSections) {
    byte bigEndian = (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), bigEndian, 1});
    file.position(16);
    file.putShort((short) type).putShort((short) machine).putInt(1);
    word(file, 0); // e_entry
    word(file, 0); // e_phoff
    word(file, tableOffset);
    file.putInt(0).putShort((short) (wide ? 64 : 52));
    file.putShort((short) 0).putShort((short) 0).putShort((short) (wide ? 64 : 40));
    file.putShort((short) nrSections).putShort((short) (nrSections - 1));
  }

  private void word(ByteBuffer target, long value) {
    if (wide) {
      target.putLong(value);
    } else {
      target.putInt((int) value);
    }
  }

  public ElfFile file() {
    return ElfFile.open(new ArraySource("built.elf", bytes()));
  }
}
