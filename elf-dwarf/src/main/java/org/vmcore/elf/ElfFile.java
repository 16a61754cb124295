package org.vmcore.elf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.dump.ElfNote;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/** An ELF file of any width and byte order. Immutable, thread-safe. */
public final class ElfFile {
  private static final int ET_REL = 1;
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
  private final Function<ElfSection, OptionalLong> placement;

  private ElfFile(
      ByteSource source,
      ElfHeader header,
      List<ElfSegment> segments,
      List<ElfSection> sections,
      Function<ElfSection, OptionalLong> placement) {
    this.source = source;
    this.header = header;
    this.segments = segments;
    this.sections = sections;
    this.placement = placement;
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
    boolean wantsSections = header.sectionsOffset() != 0 && header.type() != ET_CORE;
    List<ElfSection> sections =
        wantsSections || hasSections(source, header) ? sections(source, header) : List.of();
    // 65535 or more segments: the count stands in section 0.
    long nrSegments =
        header.nrSegments() == PN_XNUM && !sections.isEmpty()
            ? sections.get(0).info()
            : header.nrSegments();
    return new ElfFile(
        source,
        header,
        segments(source, header, nrSegments),
        named(source, header, sections),
        section -> OptionalLong.of(section.address()));
  }

  private static boolean hasSections(ByteSource source, ElfHeader header) {
    return header.sectionsOffset() != 0
        && source.holds(header.sectionsOffset(), header.sectionSizeBytes());
  }

  /**
   * This file as it was loaded: for one that nothing linked, such as a kernel module.
   *
   * @param addressOf where a section was put, by its name; empty where it is not any more
   */
  public ElfFile placedAt(Function<String, OptionalLong> addressOf) {
    return new ElfFile(
        source, header, segments, sections, section -> addressOf.apply(section.name()));
  }

  /** Whether nothing linked this file yet: its sections have no addresses of their own. */
  public boolean isRelocatable() {
    return header.type() == ET_REL;
  }

  /** Where a section is; empty for one that is not in memory (any more). */
  public OptionalLong addressOf(ElfSection section) {
    return section.isAllocated() ? placement.apply(section) : OptionalLong.empty();
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

  /** Whether there are more segments than the header can count, and their number is lost. */
  public boolean hasLostSegmentCount() {
    return header.nrSegments() == PN_XNUM && !hasSections(source, header);
  }

  /** {@code e_flags}. */
  public int flags() {
    return header.flags();
  }

  public List<ElfSegment> segments() {
    return segments;
  }

  public List<ElfSection> sections() {
    return sections;
  }

  /**
   * The first section of this name that has bytes in the file; {@code .zdebug_info}, which old
   * tools wrote, counts as {@code .debug_info}.
   */
  public Optional<ElfSection> section(String name) {
    Optional<ElfSection> found = withBytes(name);
    return found.isEmpty() && name.startsWith(".debug_")
        ? withBytes(CompressedSection.OLD_PREFIX + name.substring(".debug_".length()))
        : found;
  }

  private Optional<ElfSection> withBytes(String name) {
    return sections.stream().filter(s -> s.name().equals(name) && s.hasBytes()).findFirst();
  }

  /**
   * The bytes of a section: decompressed where they are compressed, relocated where nothing linked
   * the file.
   *
   * @throws MalformedInput when they are not in the file, do not decompress, or are relocated
   *     outside themselves
   */
  public ByteSource contents(ElfSection section) {
    ByteSource stored = source.slice(section.name(), section.fileOffset(), section.sizeBytes());
    boolean compressed = CompressedSection.isCompressed(section);
    // A vmlinux may keep the linker's relocations; its bytes are final all the same.
    List<ElfSection> relocations = header.type() == ET_REL ? relocationsOf(section) : List.of();
    if (!compressed && relocations.isEmpty()) {
      return stored;
    }
    byte[] bytes =
        compressed
            ? CompressedSection.plain(stored, section, header)
            : stored.read(0, bounded(source, stored.sizeBytes()));
    for (ElfSection table : relocations) {
      new Relocations(this, table).apply(section, bytes);
    }
    return new ArraySource(stored.name(), bytes);
  }

  private List<ElfSection> relocationsOf(ElfSection section) {
    List<ElfSection> tables = new ArrayList<>();
    long sizeBytes = 0;
    for (ElfSection table : sections) {
      if (table.isRelocations() && table.info() == section.index() && table.sizeBytes() > 0) {
        tables.add(table);
        sizeBytes += table.sizeBytes();
      }
    }
    if (sizeBytes < 0 || sizeBytes > source.sizeBytes()) {
      throw new MalformedInput(
          tables.size() + " tables of relocations, larger than the file", section.name(), 0);
    }
    return tables;
  }

  /**
   * The notes of a core's segments, of the sections of all other files: in one with debug
   * information alone, segments lead to what the whole file has there.
   */
  public List<ElfNote> notes() {
    boolean core = header.type() == ET_CORE;
    List<ElfNote> first = core ? notesOfSegments() : notesOfSections();
    if (!first.isEmpty()) {
      return first;
    }
    return core ? notesOfSections() : notesOfSegments();
  }

  private List<ElfNote> notesOfSegments() {
    List<ElfNote> all = new ArrayList<>();
    for (ElfSegment segment : segments) {
      if (segment.type() == ElfSegment.PT_NOTE && segment.fileSizeBytes() > 0) {
        ByteSource notes = source.slice("notes", segment.fileOffset(), segment.fileSizeBytes());
        all.addAll(ElfNotes.parse(notes, header.order()));
      }
    }
    return all;
  }

  private List<ElfNote> notesOfSections() {
    List<ElfNote> all = new ArrayList<>();
    for (ElfSection section : sections) {
      if (section.type() == ElfSection.SHT_NOTE && section.sizeBytes() > 0) {
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
