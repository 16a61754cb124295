package org.vmcore.dump.elfcore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vmcore.dump.MemoryImage;
import org.vmcore.io.ArraySource;

/** Writes ELF files as the kernel, makedumpfile and QEMU write dumps. */
public final class ElfCoreBuilder {
  private static final int HEADER_BYTES = 64;
  private static final int SECTION_HEADER_BYTES = 64;

  private record Load(long vaddr, long paddr, byte[] stored, long memoryBytes) {}

  private record Note(String name, int type, byte[] descriptor) {}

  private final List<Load> loads = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private int machine = 62;
  private int type = 4;
  private int segmentsOffset = HEADER_BYTES;
  private boolean countInSection;
  private boolean countNowhere;
  private boolean narrow;
  private int alignment = 1;
  private int flags;

  /** A segment for each run of pages, with what was left out as a tail of memory alone. */
  public static ElfCoreBuilder of(MemoryImage image) {
    ElfCoreBuilder builder = new ElfCoreBuilder();
    for (long pfn = 0; pfn < image.endPfn(); pfn++) {
      byte[] page = image.stored().get(pfn);
      if (page != null) {
        builder.load(pfn * MemoryImage.PAGE_BYTES, page, page.length);
      } else if (image.excluded().contains(pfn)) {
        builder.load(pfn * MemoryImage.PAGE_BYTES, new byte[0], MemoryImage.PAGE_BYTES);
      }
    }
    return builder;
  }

  public ElfCoreBuilder load(long paddr, byte[] stored, long memoryBytes) {
    return load(0, paddr, stored, memoryBytes);
  }

  /** A segment that says where the kernel had it in its addresses. */
  public ElfCoreBuilder load(long vaddr, long paddr, byte[] stored, long memoryBytes) {
    loads.add(new Load(vaddr, paddr, stored, memoryBytes));
    return this;
  }

  public ElfCoreBuilder note(String name, int noteType, String text) {
    return note(name, noteType, text.getBytes(StandardCharsets.US_ASCII));
  }

  public ElfCoreBuilder note(String name, int noteType, byte[] descriptor) {
    notes.add(new Note(name, noteType, descriptor));
    return this;
  }

  public ElfCoreBuilder machine(int number, ByteOrder byteOrder) {
    machine = number;
    order = byteOrder;
    return this;
  }

  public ElfCoreBuilder type(int number) {
    type = number;
    return this;
  }

  /** In 32 bits. */
  public ElfCoreBuilder narrow() {
    narrow = true;
    return this;
  }

  public ElfCoreBuilder flags(int bits) {
    flags = bits;
    return this;
  }

  /** QEMU leaves room before the program headers. */
  public ElfCoreBuilder segmentsAt(int offset) {
    segmentsOffset = offset;
    return this;
  }

  /** The kernel's own file: notes and segments begin at multiples of a page. */
  public ElfCoreBuilder inWholePages() {
    alignment = MemoryImage.PAGE_BYTES;
    return this;
  }

  /** More segments than a header can count: section 0 has the number. */
  public ElfCoreBuilder countInSection() {
    countInSection = true;
    return this;
  }

  /** More segments than a header can count, and no section that has the number. */
  public ElfCoreBuilder countNowhere() {
    countNowhere = true;
    return this;
  }

  public ArraySource build() {
    return new ArraySource("built", bytes());
  }

  public byte[] bytes() {
    byte[] noteBytes = noteBytes();
    int nrSegments = loads.size() + 1;
    int notesAt = aligned(segmentsOffset + nrSegments * programHeaderBytes());
    int dataAt = aligned(notesAt + noteBytes.length);
    int sectionsAt = dataAt + loads.stream().mapToInt(load -> aligned(load.stored().length)).sum();
    ByteBuffer file =
        ByteBuffer.allocate(sectionsAt + (countInSection ? SECTION_HEADER_BYTES : 0)).order(order);
    header(file, nrSegments, sectionsAt);
    file.position(segmentsOffset);
    programHeader(file, 4, notesAt, new Load(0, 0, noteBytes, 0));
    int at = dataAt;
    for (Load load : loads) {
      programHeader(file, 1, at, load);
      file.put(at, load.stored());
      at += aligned(load.stored().length);
    }
    file.put(notesAt, noteBytes);
    if (countInSection) {
      file.putInt(sectionsAt + 44, nrSegments); // sh_info
    }
    return file.array();
  }

  private int aligned(int offset) {
    return (offset + alignment - 1) / alignment * alignment;
  }

  private int programHeaderBytes() {
    return narrow ? 32 : 56;
  }

  private void header(ByteBuffer file, int nrSegments, int sectionsAt) {
    file.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (narrow ? 1 : 2)});
    file.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2)).put((byte) 1);
    file.putShort(16, (short) type).putShort(18, (short) machine).putInt(20, 1);
    file.position(24);
    word(file, 0); // e_entry
    word(file, segmentsOffset);
    word(file, countInSection ? sectionsAt : 0);
    file.putInt(flags).putShort((short) HEADER_BYTES).putShort((short) programHeaderBytes());
    file.putShort((short) (countInSection || countNowhere ? 0xffff : nrSegments));
    file.putShort((short) SECTION_HEADER_BYTES).putShort((short) (countInSection ? 1 : 0));
  }

  private void word(ByteBuffer file, long value) {
    if (narrow) {
      file.putInt((int) value);
    } else {
      file.putLong(value);
    }
  }

  private void programHeader(ByteBuffer file, int segmentType, int at, Load load) {
    file.putInt(segmentType);
    if (!narrow) {
      file.putInt(0); // p_flags
    }
    word(file, at);
    word(file, load.vaddr());
    word(file, load.paddr());
    word(file, load.stored().length);
    word(file, load.memoryBytes());
    word(file, 0); // p_align, or p_flags
    if (narrow) {
      file.putInt(0);
    }
  }

  private byte[] noteBytes() {
    ByteBuffer area = ByteBuffer.allocate(1 << 16).order(order);
    for (Note note : notes) {
      byte[] name =
          Arrays.copyOf(note.name().getBytes(StandardCharsets.US_ASCII), note.name().length() + 1);
      area.putInt(name.length).putInt(note.descriptor().length).putInt(note.type());
      area.put(name).position(area.position() + 3 & -4);
      area.put(note.descriptor()).position(area.position() + 3 & -4);
    }
    return Arrays.copyOf(area.array(), area.position());
  }
}
