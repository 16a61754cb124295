package org.vmcore.dwarf;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;

/**
 * The {@code .debug_*} sections of one file. Strings and abbreviations are held in memory, units
 * are read when they are needed. Thread-safe.
 */
final class DebugSections {
  private static final int MAX_TABLE_BYTES = 1 << 30;
  private static final String PACKED = ".dwo"; // what the names of a package's sections end with
  private static final int KEPT_TABLES = 256;
  private static final byte[] NO_BYTES = {};

  /** Where the parts of a unit begin; everything is one part where nothing is packed. */
  private record Starts(long abbreviations, long lines, long strOffsets, long addresses) {
    static final Starts WHOLE = new Starts(0, 0, 0, 0);
  }

  private final ElfFile file;
  private final String entryName;
  private final Optional<ByteSource> info;
  private final Optional<ByteSource> types;
  private final Optional<DebugSections> supplementary;
  private final byte[] abbreviations;
  private final byte[] strings;
  private final byte[] lineStrings;
  private final byte[] strOffsets;
  private final byte[] addresses;
  private final int stringTable;
  private final Map<TableKey, Abbreviations> abbreviationTables =
      new LinkedHashMap<>(16, 0.75f, true);
  private final RecentUnits recentUnits;
  private final String suffix;
  private final Starts starts;
  private volatile Optional<ByteSource> lines;
  private volatile Opened last = new Opened(Die.NONE, NO_BYTES, null);

  /** A unit with all that its reader needs. */
  private record Opened(long unitOffset, byte[] bytes, Abbreviations abbreviations) {}

  /** A table of abbreviations, as units with forms of these sizes read it. */
  private record TableKey(long offset, int formSizes) {}

  DebugSections(ElfFile file, Optional<ElfFile> supplementaryFile) {
    this.file = file;
    this.entryName = file.name() + ": DWARF entry";
    this.suffix = "";
    this.info = file.section(".debug_info").map(file::contents);
    this.types = file.section(".debug_types").map(file::contents);
    this.supplementary = supplementaryFile.map(f -> new DebugSections(f, Optional.empty()));
    this.abbreviations = section(".debug_abbrev");
    this.strings = section(".debug_str");
    this.lineStrings = section(".debug_line_str");
    this.strOffsets = section(".debug_str_offsets");
    this.addresses = section(".debug_addr");
    this.stringTable = supplementary.map(s -> s.stringTable + 2).orElse(Die.REPEATED + 1);
    this.recentUnits = new RecentUnits();
    this.starts = Starts.WHOLE;
  }

  private DebugSections(ElfFile packed, DebugSections skeletons) {
    this.file = packed;
    this.entryName = packed.name() + ": DWARF entry";
    this.suffix = PACKED;
    this.info = packed.section(".debug_info" + PACKED).map(packed::contents);
    this.types = packed.section(".debug_types" + PACKED).map(packed::contents);
    this.supplementary = Optional.empty();
    this.abbreviations = section(".debug_abbrev");
    this.strings = section(".debug_str");
    this.lineStrings = NO_BYTES;
    this.strOffsets = section(".debug_str_offsets");
    this.addresses = skeletons.addresses;
    this.stringTable = Die.REPEATED; // not all that pack units keep equal strings once
    this.recentUnits = new RecentUnits();
    this.starts = Starts.WHOLE;
  }

  private DebugSections(DebugSections whole, Starts starts) {
    this.file = whole.file;
    this.entryName = whole.entryName;
    this.suffix = whole.suffix;
    this.info = whole.info;
    this.types = whole.types;
    this.supplementary = whole.supplementary;
    this.abbreviations = whole.abbreviations;
    this.strings = whole.strings;
    this.lineStrings = whole.lineStrings;
    this.strOffsets = whole.strOffsets;
    this.addresses = whole.addresses;
    this.stringTable = whole.stringTable;
    this.lines = whole.lines();
    this.recentUnits = whole.recentUnits;
    this.starts = starts;
  }

  /**
   * Those of a package of split units.
   *
   * @param skeletons has the addresses
   */
  static DebugSections ofPackage(ElfFile packed, DebugSections skeletons) {
    return new DebugSections(packed, skeletons);
  }

  /** The same as a unit of a package sees them. */
  DebugSections startingAt(SplitPackage.Row row, long addressesStart) {
    return new DebugSections(
        this, new Starts(row.abbreviations(), row.lines(), row.strOffsets(), addressesStart));
  }

  private byte[] section(String name) {
    return file.section(name + suffix)
        .map(file::contents)
        .map(source -> source.read(0, (int) Math.min(source.sizeBytes(), MAX_TABLE_BYTES)))
        .orElse(NO_BYTES);
  }

  Optional<ByteSource> info() {
    return info;
  }

  Optional<ByteSource> types() {
    return types;
  }

  /** Where the tables of lines of these units begin in {@link #lines}. */
  long linesStart() {
    return starts.lines();
  }

  /** {@code .debug_line}, which few ask for. */
  Optional<ByteSource> lines() {
    Optional<ByteSource> known = lines;
    if (known == null) {
      known = file.section(".debug_line" + suffix).map(file::contents);
      lines = known; // racing threads make equal ones
    }
    return known;
  }

  Optional<DebugSections> supplementary() {
    return supplementary;
  }

  String name() {
    return file.name();
  }

  /** What messages call an entry. */
  String entryName() {
    return entryName;
  }

  ByteOrder order() {
    return file.order();
  }

  /** Reads the unit's bytes, its header included. */
  void read(Unit unit, byte[] target) {
    boolean ofTypes = unit.base() == Unit.TYPES || unit.base() == Unit.SPLIT_TYPES;
    ByteSource section = (ofTypes ? types : info).orElseThrow();
    section.read(unit.offset() - unit.base(), target, 0, unit.sizeBytes());
  }

  /** Reads the unit's entries; bytes that were read of late are at hand. */
  DieReader reader(Unit unit) {
    Opened opened = last;
    if (opened.unitOffset() != unit.offset()) { // most readers stay where the one before was
      opened = new Opened(unit.offset(), recentUnits.bytes(unit), abbreviations(unit));
      last = opened;
    }
    return new DieReader(unit, opened.bytes(), opened.abbreviations());
  }

  /** The table of this unit; kept, because lookups come back to the same units. */
  private Abbreviations abbreviations(Unit unit) {
    TableKey key = new TableKey(unit.abbreviationsOffset(), unit.formSizes());
    synchronized (abbreviationTables) {
      Abbreviations table = abbreviationTables.computeIfAbsent(key, k -> readAbbreviations(unit));
      if (abbreviationTables.size() > KEPT_TABLES) {
        abbreviationTables.remove(abbreviationTables.keySet().iterator().next());
      }
      return table;
    }
  }

  /** The table of this unit, read anew. */
  Abbreviations readAbbreviations(Unit unit) {
    long offset = starts.abbreviations() + unit.abbreviationsOffset();
    if (offset < 0 || offset >= abbreviations.length) {
      throw new MalformedInput("abbreviations past the end", name(), unit.offset());
    }
    return Abbreviations.read(
        new Cursor(
            abbreviations,
            (int) offset,
            abbreviations.length,
            order(),
            file.name() + ": .debug_abbrev",
            offset),
        unit);
  }

  /** The string at an offset in {@code .debug_str}. */
  String string(long offset) {
    Die named = new Die();
    nameFromStrings(named, offset);
    return named.name();
  }

  /** The string at an offset in {@code .debug_line_str}. */
  String lineString(long offset) {
    Die named = new Die();
    nameFromLineStrings(named, offset);
    return named.name();
  }

  /** Names an entry by an offset in {@code .debug_str}. */
  void nameFromStrings(Die die, long offset) {
    name(die, strings, stringTable, offset);
  }

  /** Names an entry by an offset in {@code .debug_line_str}. */
  void nameFromLineStrings(Die die, long offset) {
    name(die, lineStrings, stringTable + 1, offset);
  }

  private void name(Die die, byte[] table, int number, long offset) {
    if (offset < 0 || offset >= table.length) {
      throw new MalformedInput("a name past the end of the strings", name(), offset);
    }
    die.nameBytes = table;
    boolean repeated = file.isRelocatable() || stringTable == Die.REPEATED;
    die.nameTable = repeated ? Die.REPEATED : number;
    die.nameOffset = (int) offset;
  }

  long strOffset(long position, int sizeBytes) {
    return unsignedAt(strOffsets, ".debug_str_offsets", starts.strOffsets() + position, sizeBytes);
  }

  long address(long position, int sizeBytes) {
    return unsignedAt(addresses, ".debug_addr", starts.addresses() + position, sizeBytes);
  }

  private long unsignedAt(byte[] bytes, String name, long position, int sizeBytes) {
    Cursor in = new Cursor(bytes, order(), file.name() + ": " + name);
    in.seek(position);
    return in.unsigned(sizeBytes);
  }
}
