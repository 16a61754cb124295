package org.vmcore.elf;

import java.nio.ByteOrder;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/** The fields of {@code Elf32_Ehdr} and {@code Elf64_Ehdr} that matter to a reader. */
record ElfHeader(
    boolean is64Bit,
    ByteOrder order,
    int type,
    int machine,
    long segmentsOffset,
    long sectionsOffset,
    int flags,
    int segmentSizeBytes,
    int nrSegments,
    int sectionSizeBytes,
    int nrSections,
    int namesIndex) {
  private static final int EI_CLASS = 4;
  private static final int EI_DATA = 5;
  private static final int EI_NIDENT = 16;
  private static final int SIZE_32 = 52;
  private static final int SIZE_64 = 64;

  static boolean isElf(ByteSource source) {
    if (source.sizeBytes() < SIZE_32) {
      return false;
    }
    byte[] magic = source.read(0, 4);
    return magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L' && magic[3] == 'F';
  }

  static ElfHeader read(ByteSource source) {
    if (!isElf(source)) {
      throw new Unsupported("is not an ELF file", source.name(), "");
    }
    byte[] ident = source.read(0, EI_NIDENT);
    boolean wide = ident[EI_CLASS] == 2;
    ByteOrder order = ident[EI_DATA] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int size = wide ? SIZE_64 : SIZE_32;
    if (ident[EI_CLASS] < 1 || ident[EI_CLASS] > 2 || source.sizeBytes() < size) {
      throw new MalformedInput("no such ELF class", source.name() + ": ELF header", EI_CLASS);
    }
    Cursor in = new Cursor(source.read(0, size), order, source.name() + ": ELF header");
    in.skip(EI_NIDENT);
    int type = in.u16();
    int machine = in.u16();
    in.skip(4); // e_version
    int word = wide ? 8 : 4;
    in.skip(word); // e_entry
    long segments = in.unsigned(word);
    long sections = in.unsigned(word);
    int flags = in.s32();
    in.skip(2); // e_ehsize
    return new ElfHeader(
        wide, order, type, machine, segments, sections, flags, in.u16(), in.u16(), in.u16(),
        in.u16(), in.u16());
  }
}
