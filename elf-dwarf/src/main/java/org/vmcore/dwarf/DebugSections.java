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
  private static final int KEPT_UNITS_BYTES = 16 << 20;
  private static final int KEPT_TABLES = 256;
  private static final byte[] NO_BYTES = {};

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
  private final Map<Long, byte[]> recentUnits = new LinkedHashMap<>(16, 0.75f, true);
  private long recentBytes;
  private volatile Optional<ByteSource> lines;
  private volatile Opened last = new Opened(Die.NONE, NO_BYTES, null);

  /** A unit with all that its reader needs. */
  private record Opened(long unitOffset, byte[] bytes, Abbreviations abbreviations) {}

  /** A table of abbreviations, as units with forms of these sizes read it. */
  private record TableKey(long offset, int formSizes) {}

  DebugSections(ElfFile file, Optional<ElfFile> supplementaryFile) {
    this.file = file;
    this.entryName = file.name() + ": DWARF entry";
    this.info = file.section(".debug_info").map(file::contents);
    this.types = file.section(".debug_types").map(file::contents);
    this.supplementary = supplementaryFile.map(f -> new DebugSections(f, Optional.empty()));
    this.abbreviations = section(".debug_abbrev");
    this.strings = section(".debug_str");
    this.lineStrings = section(".debug_line_str");
    this.strOffsets = section(".debug_str_offsets");
    this.addresses = section(".debug_addr");
    this.stringTable = supplementary.map(s -> s.stringTable + 2).orElse(Die.REPEATED + 1);
  }

  private byte[] section(String name) {
    return file.section(name)
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

  /** {@code .debug_line}, which few ask for. */
  Optional<ByteSource> lines() {
    Optional<ByteSource> known = lines;
    if (known == null) {
      known = file.section(".debug_line").map(file::contents);
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
    ByteSource section = (unit.base() == Unit.TYPES ? types : info).orElseThrow();
    section.read(unit.offset() - unit.base(), target, 0, unit.sizeBytes());
  }

  /** Reads the unit's entries; bytes that were read of late are at hand. */
  DieReader reader(Unit unit) {
    Opened opened = last;
    if (opened.unitOffset() != unit.offset()) { // most readers stay where the one before was
      opened = new Opened(unit.offset(), recent(unit), abbreviations(unit));
      last = opened;
    }
    return new DieReader(unit, opened.bytes(), opened.abbreviations());
  }

  private byte[] recent(Unit unit) {
    synchronized (recentUnits) {
      byte[] known = recentUnits.get(unit.offset());
      if (known != null) {
        return known;
      }
    }
    byte[] bytes = new byte[unit.sizeBytes()];
    read(unit, bytes);
    synchronized (recentUnits) {
      if (recentUnits.put(unit.offset(), bytes) == null) {
        recentBytes += bytes.length;
      }
      var oldest = recentUnits.values().iterator();
      while (recentBytes > KEPT_UNITS_BYTES && recentUnits.size() > 1) {
        recentBytes -= oldest.next().length;
        oldest.remove();
      }
    }
    return bytes;
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
    long offset = unit.abbreviationsOffset();
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
    die.nameTable = file.isRelocatable() ? Die.REPEATED : number;
    die.nameOffset = (int) offset;
  }

  long strOffset(long position, int sizeBytes) {
    return unsignedAt(strOffsets, ".debug_str_offsets", position, sizeBytes);
  }

  long address(long position, int sizeBytes) {
    return unsignedAt(addresses, ".debug_addr", position, sizeBytes);
  }

  private long unsignedAt(byte[] bytes, String name, long position, int sizeBytes) {
    Cursor in = new Cursor(bytes, order(), file.name() + ": " + name);
    in.seek(position);
    return in.unsigned(sizeBytes);
  }
}
