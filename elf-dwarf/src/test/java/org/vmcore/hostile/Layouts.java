package org.vmcore.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.ArraySource;

/** Where the fields of headers are. */
final class Layouts {
  private static final int KDUMP_BLOCK = 4096;

  private final ByteOrder order;
  private final List<HeaderField> fields = new ArrayList<>();
  private int file;
  private int at;

  private Layouts(ByteOrder order) {
    this.order = order;
  }

  private Layouts at(int offset) {
    at = offset;
    return this;
  }

  /** Fields of these sizes, one behind the other. */
  private Layouts fields(int... sizes) {
    for (int size : sizes) {
      fields.add(new HeaderField(file, at, size, order));
      at += size;
    }
    return this;
  }

  private Layouts repeated(int times, int... sizes) {
    for (int i = 0; i < times; i++) {
      fields(sizes);
    }
    return this;
  }

  /**
   * {@code struct disk_dump_header}, {@code struct kdump_sub_header} of version 6 and the first
   * {@code struct page_desc}s.
   *
   * @param nrFiles parts of a split dump
   */
  static List<HeaderField> kdump(ByteOrder order, boolean wide, boolean padded, int nrFiles) {
    int word = wide ? 8 : 4;
    Layouts layout = new Layouts(order);
    for (int i = 0; i < nrFiles; i++) {
      layout.file = i;
      layout.at(8).fields(4);
      layout.at(wide ? 424 : 412).repeated(10, 4);
      layout.at(KDUMP_BLOCK).fields(word, 4, 4, word, word);
      for (int area = 0; area < 3; area++) { // VMCOREINFO, notes, ERASEINFO
        layout.aligned(padded).fields(8, word);
      }
      layout.aligned(padded).fields(8, 8, 8);
      layout.at(4 * KDUMP_BLOCK).repeated(3, 8, 4, 4, 8);
    }
    return layout.fields;
  }

  private Layouts aligned(boolean padded) {
    return padded ? at(at + 7 & -8) : this;
  }

  /** {@code Elf64_Ehdr}, the first three {@code Elf64_Phdr}s and the first {@code Elf64_Nhdr}s. */
  static List<HeaderField> elfCore(ByteOrder order, int segmentsAt, int notesAt) {
    Layouts layout = elfHeader(order);
    layout.at(segmentsAt).repeated(3, 4, 4, 8, 8, 8, 8, 8, 8);
    layout.at(notesAt).fields(4, 4, 4);
    return layout.fields;
  }

  /** The header of the first range, {@code lime_mem_range_header}, and of the first chunk. */
  static List<HeaderField> lime() {
    return new Layouts(ByteOrder.LITTLE_ENDIAN).fields(4, 4, 8, 8, 8, 4, 4).fields;
  }

  /** {@code struct df_s390_hdr}. */
  static List<HeaderField> standaloneDump() {
    return new Layouts(ByteOrder.BIG_ENDIAN)
        .fields(8)
        .repeated(4, 4)
        .repeated(4, 8)
        .at(72)
        .repeated(6, 4)
        .fields;
  }

  /** The header, two groups, and the first values of {@code memory}. */
  static List<HeaderField> vmwareState() {
    Layouts layout = new Layouts(ByteOrder.LITTLE_ENDIAN).repeated(3, 4);
    layout.at(12 + 64).fields(8, 8).at(12 + 80 + 64).fields(8, 8);
    return layout.at(12 + 2 * 80).repeated(40, 2).fields;
  }

  private static Layouts elfHeader(ByteOrder order) {
    return new Layouts(order)
        .at(4)
        .fields(1, 1, 1)
        .at(16)
        .fields(2, 2, 4, 8, 8, 8, 4)
        .repeated(6, 2);
  }

  /** {@code Elf64_Ehdr}, all {@code Elf64_Shdr}s and the header of the first unit of DWARF. */
  static List<HeaderField> image(byte[] file) {
    ElfFile elf = ElfFile.open(new ArraySource("example", file));
    int sectionsAt = (int) ByteBuffer.wrap(file).order(elf.order()).getLong(40);
    Layouts layout = elfHeader(elf.order()).at(sectionsAt);
    layout.repeated(elf.sections().size(), 4, 4, 8, 8, 8, 8, 4, 4, 8, 8);
    layout.at((int) elf.section(".debug_info").orElseThrow().fileOffset()).fields(4, 2, 1, 1, 4);
    return layout.fields;
  }

  /** {@code struct makedumpfile_header} and the first {@code struct makedumpfile_data_header}. */
  static List<HeaderField> flattened() {
    return new Layouts(ByteOrder.BIG_ENDIAN).at(16).fields(8, 8).at(4096).fields(8, 8).fields;
  }

  /** {@code struct btf_header} and the first {@code struct btf_type}s. */
  static List<HeaderField> btf(ByteOrder order) {
    return new Layouts(order).fields(2, 1, 1, 4, 4, 4, 4, 4).repeated(12, 4).fields;
  }

  /** Fields of these sizes from the start of a file on. */
  static List<HeaderField> start(ByteOrder order, int... sizes) {
    return new Layouts(order).fields(sizes).fields;
  }
}
