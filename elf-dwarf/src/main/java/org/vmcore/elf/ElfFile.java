package org.vmcore.elf;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vmcore.dump.ElfNote;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/** An ELF file of any width and byte order. Immutable, thread-safe. */
public final class ElfFile {
  private static final int ET_CORE = 4;
  private static final int PN_XNUM = 0xffff;
  private static final int SHN_XINDEX = 0xffff;
  private static final int MAX_HEADERS = 1 << 24;
  private static final int MAX_SEGMENT_HEADER_BYTES = 4096;
  private static final int MAX_SECTION_BYTES = 1 << 30;
  private static final int NT_GNU_BUILD_ID = 3;

  private final ByteSource source;
  private final ElfHeader header;
  private final List<ElfSegment> segments;
  private final List<ElfSection> sections;

  private ElfFile(
      ByteSource source, ElfHeader header, List<ElfSegment> segments, List<ElfSection> sections) {
    this.source = source;
    this.header = header;
    this.segments = segments;
    this.sections = sections;
  }

  public static boolean isElf(ByteSource source) {
    return ElfHeader.isElf(source);
  }

  /**
   * Reads the header tables; no contents yet.
   *
   * @throws Unsupported when this is no ELF file
   * @throws MalformedInput when its tables contradict the file
   */
  public static ElfFile open(ByteSource source) {
    ElfHeader header = ElfHeader.read(source);
    // A core that was cut off may have lost its sections; it lives by its segments.
    boolean hasSections =
        header.sectionsOffset() != 0
            && (header.type() != ET_CORE
                || source.holds(header.sectionsOffset(), header.sectionSizeBytes()));
    List<ElfSection> sections = hasSections ? sections(source, header) : List.of();
    // 65535 or more segments: the count stands in section 0.
    long nrSegments =
        header.nrSegments() == PN_XNUM && !sections.isEmpty()
            ? sections.get(0).info()
            : header.nrSegments();
    return new ElfFile(
        source, header, segments(source, header, nrSegments), named(source, header, sections));
  }

  private static Cursor table(ByteSource source, ElfHeader header, long at, long count, int size) {
    if (count < 0 || count > MAX_HEADERS || !source.holds(at, count * size)) {
      throw new MalformedInput("a table of " + count + " headers", source.name(), at);
    }
    return new Cursor(
        source.read(at, Math.toIntExact(count * size)), header.order(), source.name());
  }

  private static List<ElfSegment> segments(ByteSource source, ElfHeader header, long count) {
    boolean wide = header.is64Bit();
    int needed = wide ? 56 : 32;
    int size = header.segmentSizeBytes();
    if (count > 0 && (size < needed || size > MAX_SEGMENT_HEADER_BYTES)) {
      throw new MalformedInput("e_phentsize " + size, source.name() + ": ELF header", 0);
    }
    // A core that lost the section with the real count: what headers the file can hold.
    boolean counted = header.nrSegments() != PN_XNUM || count != PN_XNUM;
    long there = (source.sizeBytes() - header.segmentsOffset()) / Math.max(1, size);
    long read = counted ? count : Math.max(0, Math.min(count, there));
    Cursor in = table(source, header, header.segmentsOffset(), read, size);
    List<ElfSegment> all = new ArrayList<>();
    int word = wide ? 8 : 4;
    for (int i = 0; i < read; i++) {
      in.seek((long) i * size);
      int type = in.s32();
      if (wide) {
        in.skip(4); // p_flags
      }
      all.add(
          new ElfSegment(
              type,
              in.unsigned(word),
              in.unsigned(word),
              in.unsigned(word),
              in.unsigned(word),
              in.unsigned(word)));
    }
    return List.copyOf(all);
  }

  private static List<ElfSection> sections(ByteSource source, ElfHeader header) {
    int size = header.is64Bit() ? 64 : 40;
    // 65280 or more sections: the count stands in section 0.
    long count = header.nrSections();
    if (count == 0) {
      count =
          section(table(source, header, header.sectionsOffset(), 1, size), header, 0).sizeBytes();
    }
    Cursor in = table(source, header, header.sectionsOffset(), count, size);
    List<ElfSection> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(section(in, header, i));
    }
    return all;
  }

  private static ElfSection section(Cursor in, ElfHeader header, int index) {
    int word = header.is64Bit() ? 8 : 4;
    int nameOffset = in.s32();
    int type = in.s32();
    long flags = in.unsigned(word);
    long address = in.unsigned(word);
    long offset = in.unsigned(word);
    long size = in.unsigned(word);
    int link = in.s32();
    int info = in.s32();
    in.skip(word); // sh_addralign
    return new ElfSection(
        index,
        Integer.toString(nameOffset),
        type,
        flags,
        address,
        offset,
        size,
        link,
        info,
        in.unsigned(word));
  }

  /** Puts the names in place of their offsets. */
  private static List<ElfSection> named(
      ByteSource source, ElfHeader header, List<ElfSection> sections) {
    if (sections.isEmpty()) {
      return sections;
    }
    int namesIndex =
        header.namesIndex() == SHN_XINDEX ? sections.get(0).link() : header.namesIndex();
    if (namesIndex <= 0 || namesIndex >= sections.size()) {
      return List.of(); // no names, no use
    }
    ElfSection names = sections.get(namesIndex);
    if (header.type() == ET_CORE && !source.holds(names.fileOffset(), names.sizeBytes())) {
      return List.of();
    }
    byte[] text = source.read(names.fileOffset(), bounded(source, names.sizeBytes()));
    List<ElfSection> all = new ArrayList<>();
    for (ElfSection s : sections) {
      Cursor in = new Cursor(text, header.order(), source.name() + ": section names");
      in.seek(Long.parseLong(s.name()));
      all.add(
          new ElfSection(
              s.index(),
              in.cString(),
              s.type(),
              s.flags(),
              s.address(),
              s.fileOffset(),
              s.sizeBytes(),
              s.link(),
              s.info(),
              s.entrySizeBytes()));
    }
    return List.copyOf(all);
  }

  private static int bounded(ByteSource source, long sizeBytes) {
    if (sizeBytes < 0 || sizeBytes > MAX_SECTION_BYTES) {
      throw new MalformedInput("a section of " + sizeBytes + " bytes", source.name(), 0);
    }
    return (int) sizeBytes;
  }

  public String name() {
    return source.name();
  }

  public ByteOrder order() {
    return header.order();
  }

  public boolean is64Bit() {
    return header.is64Bit();
  }

  /** {@code e_type}: 2 executable, 3 shared or relocated, 4 core. */
  public int type() {
    return header.type();
  }

  /** {@code e_machine}: 62 for x86-64, 183 for aarch64. */
  public int machine() {
    return header.machine();
  }

  public List<ElfSegment> segments() {
    return segments;
  }

  public List<ElfSection> sections() {
    return sections;
  }

  /** The first section of this name that has bytes in the file. */
  public Optional<ElfSection> section(String name) {
    return sections.stream().filter(s -> s.name().equals(name) && s.hasBytes()).findFirst();
  }

  /**
   * The bytes of a section, decompressed where they are compressed.
   *
   * @throws MalformedInput when they are not in the file or do not decompress
   */
  public ByteSource contents(ElfSection section) {
    ByteSource stored = source.slice(section.name(), section.fileOffset(), section.sizeBytes());
    if ((section.flags() & ElfSection.SHF_COMPRESSED) == 0) {
      return stored;
    }
    return new ArraySource(stored.name(), decompressed(stored));
  }

  private byte[] decompressed(ByteSource stored) {
    byte[] bytes = stored.read(0, bounded(source, stored.sizeBytes()));
    Cursor in = new Cursor(bytes, header.order(), stored.name() + ": compression header");
    int method = in.s32();
    long size;
    if (header.is64Bit()) {
      in.skip(4); // ch_reserved
      size = in.u64();
      in.skip(8); // ch_addralign
    } else {
      size = in.u32();
      in.skip(4);
    }
    byte[] plain = new byte[bounded(source, size)];
    switch (method) {
      case 1 -> inflate(bytes, in.position(), plain, stored);
      case 2 -> unzstd(bytes, in.position(), plain, stored);
      default ->
          throw new Unsupported(
              "compression method " + method + " of a section is not known", stored.name(), "");
    }
    return plain;
  }

  private static void inflate(byte[] bytes, int from, byte[] plain, ByteSource stored) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, from, bytes.length - from);
      int done = 0;
      while (done < plain.length && !inflater.finished()) {
        int got = inflater.inflate(plain, done, plain.length - done);
        if (got == 0) {
          break;
        }
        done += got;
      }
      if (done != plain.length) {
        throw new MalformedInput("decompresses to " + done + " bytes only", stored.name(), from);
      }
    } catch (DataFormatException e) {
      throw new MalformedInput("does not decompress: " + e.getMessage(), stored.name(), from);
    } finally {
      inflater.end();
    }
  }

  private static void unzstd(byte[] bytes, int from, byte[] plain, ByteSource stored) {
    try {
      new ZstdDecompressor().decompress(bytes, from, bytes.length - from, plain, 0, plain.length);
    } catch (MalformedInputException e) {
      throw new MalformedInput("does not decompress: " + e.getMessage(), stored.name(), from);
    }
  }

  /** Notes of all {@code PT_NOTE} segments, or of the note sections where there is none. */
  public List<ElfNote> notes() {
    List<ElfNote> all = new ArrayList<>();
    for (ElfSegment segment : segments) {
      if (segment.type() == ElfSegment.PT_NOTE && segment.fileSizeBytes() > 0) {
        all.addAll(
            ElfNotes.parse(
                source.slice("notes", segment.fileOffset(), segment.fileSizeBytes()),
                header.order()));
      }
    }
    for (ElfSection section : sections) {
      if (all.isEmpty() && section.type() == ElfSection.SHT_NOTE && section.sizeBytes() > 0) {
        all.addAll(ElfNotes.parse(contents(section), header.order()));
      }
    }
    return all;
  }

  /** The build-id in lower-case hex digits. */
  public Optional<String> buildId() {
    return notes().stream()
        .filter(note -> note.type() == NT_GNU_BUILD_ID && note.name().equals("GNU"))
        .map(note -> HexFormat.of().formatHex(note.descriptor()))
        .findFirst();
  }
}
