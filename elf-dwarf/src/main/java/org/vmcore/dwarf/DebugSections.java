package org.vmcore.dwarf;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
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
  private static final byte[] NO_BYTES = {};

  private final ElfFile file;
  private final ByteSource info;
  private final byte[] abbreviations;
  private final byte[] strings;
  private final byte[] lineStrings;
  private final byte[] strOffsets;
  private final byte[] addresses;
  private final Map<Long, Abbreviations> abbreviationTables = new ConcurrentHashMap<>();
  private final Map<Long, byte[]> recentUnits = new LinkedHashMap<>(16, 0.75f, true);
  private long recentBytes;

  DebugSections(ElfFile file, ElfSection infoSection) {
    this.file = file;
    this.info = file.contents(infoSection);
    this.abbreviations = section(".debug_abbrev");
    this.strings = section(".debug_str");
    this.lineStrings = section(".debug_line_str");
    this.strOffsets = section(".debug_str_offsets");
    this.addresses = section(".debug_addr");
  }

  private byte[] section(String name) {
    return file.section(name)
        .map(file::contents)
        .map(source -> source.read(0, (int) Math.min(source.sizeBytes(), MAX_TABLE_BYTES)))
        .orElse(NO_BYTES);
  }

  ByteSource info() {
    return info;
  }

  String infoName() {
    return info.name();
  }

  ByteOrder order() {
    return file.order();
  }

  /** The unit's bytes, its header included. */
  byte[] read(Unit unit) {
    return info.read(unit.offset(), unit.sizeBytes());
  }

  /** Reads the unit's entries; bytes that were read of late are at hand. */
  DieReader reader(Unit unit) {
    return new DieReader(this, unit, recent(unit), abbreviations(unit));
  }

  private byte[] recent(Unit unit) {
    synchronized (recentUnits) {
      byte[] known = recentUnits.get(unit.offset());
      if (known != null) {
        return known;
      }
    }
    byte[] bytes = read(unit);
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
    return abbreviationTables.computeIfAbsent(
        unit.abbreviationsOffset(), offset -> readAbbreviations(unit));
  }

  /** The table of this unit, read anew. */
  Abbreviations readAbbreviations(Unit unit) {
    long offset = unit.abbreviationsOffset();
    if (offset < 0 || offset >= abbreviations.length) {
      throw new MalformedInput("abbreviations past the end", infoName(), unit.offset());
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

  /** The name of an entry; empty where it has none. */
  String name(Die die) {
    return switch (die.nameSection) {
      case NONE, ELSEWHERE -> "";
      case STR -> text(strings, die.nameOffset);
      case LINE_STR -> text(lineStrings, die.nameOffset);
      case INFO -> inlineName(die);
    };
  }

  /** {@link String#hashCode} of the name, without making the string. */
  int nameHash(Die die) {
    return switch (die.nameSection) {
      case STR -> hash(strings, die.nameOffset);
      case LINE_STR -> hash(lineStrings, die.nameOffset);
      default -> name(die).hashCode();
    };
  }

  private int hash(byte[] bytes, long offset) {
    if (offset < 0 || offset >= bytes.length) {
      throw new MalformedInput("a name past the end of the strings", file.name(), offset);
    }
    int hash = 0;
    for (int at = (int) offset; at < bytes.length && bytes[at] != 0; at++) {
      hash = 31 * hash + (bytes[at] & 0xff);
    }
    return hash;
  }

  private String inlineName(Die die) {
    int length = (int) Math.min(1024, info.sizeBytes() - die.nameOffset);
    return text(info.read(die.nameOffset, length), 0);
  }

  private String text(byte[] bytes, long offset) {
    if (offset < 0 || offset >= bytes.length) {
      throw new MalformedInput("a name past the end of the strings", file.name(), offset);
    }
    int end = (int) offset;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, (int) offset, end - (int) offset, StandardCharsets.ISO_8859_1);
  }
}
