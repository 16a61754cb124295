package org.vmcore.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/**
 * A {@code .dwp} file: the debug information of a kernel built with CONFIG_DEBUG_INFO_SPLIT, of
 * which the vmlinux has skeletons alone. {@code .debug_cu_index} and {@code .debug_tu_index}, DWARF
 * 5 section 7.3.5.3, tell which part of each section is whose:
 *
 * <pre>
 *   version             u32 2, or u16 5 and u16 0
 *   section_count, unit_count, slot_count    u32
 *   signatures          u64 for each slot
 *   rows                u32 for each slot, from 1; 0 for none
 *   sections            u32 for each column: DW_SECT_*
 *   offsets, sizes      a row of u32 for each unit
 * </pre>
 */
final class SplitPackage {
  private static final int MAX_INDEX_BYTES = 64 << 20;
  private static final int MAX_COLUMNS = 16; // DWARF 5 knows eight sections
  private static final int SLOT_BYTES = Long.BYTES + Integer.BYTES;
  private static final long DW_SECT_INFO = 1;
  private static final long DW_SECT_TYPES = 2;
  private static final long DW_SECT_ABBREV = 3;
  private static final long DW_SECT_LINE = 4;
  private static final long DW_SECT_STR_OFFSETS = 6;

  private final List<Row> rows = new ArrayList<>();
  private final DebugSections sections;

  /**
   * One unit in the package.
   *
   * @param signature {@code dwo_id}, or that of a type
   * @param ofType whether it holds a type that many units refer to
   * @param base {@link Unit#SPLIT}, or {@link Unit#SPLIT_TYPES}
   * @param offset of the unit in its section
   * @param abbreviations where its part of that section begins, as all that follow
   */
  record Row(
      long signature,
      boolean ofType,
      long base,
      long offset,
      long sizeBytes,
      long abbreviations,
      long lines,
      long strOffsets) {}

  /**
   * @param skeletons of the file that this belongs to: addresses are there
   * @throws MalformedInput when the package contradicts itself
   * @throws Unsupported when it is of a version that is not known
   */
  SplitPackage(ElfFile file, DebugSections skeletons) {
    this.sections = DebugSections.ofPackage(file, skeletons);
    file.section(".debug_cu_index").ifPresent(index -> new Index(file, index).addTo(rows, false));
    file.section(".debug_tu_index").ifPresent(index -> new Index(file, index).addTo(rows, true));
  }

  /** All units, in no order. */
  List<Row> rows() {
    return rows;
  }

  /**
   * The sections as a unit sees them: they begin where its own part does.
   *
   * @param addresses where those of its skeleton begin
   */
  DebugSections sections(Row row, long addresses) {
    return sections.startingAt(row, addresses);
  }

  /** One of the two indexes. */
  private static final class Index {
    private final Cursor in;
    private final long units;
    private final long slots;
    private final long rowsAt;
    private final List<Long> columns = new ArrayList<>();
    private final long cellsAt;

    Index(ElfFile file, ElfSection section) {
      ByteSource contents = file.contents(section);
      if (contents.sizeBytes() > MAX_INDEX_BYTES) {
        throw new MalformedInput("an index of " + contents.sizeBytes() + " bytes", file.name(), 0);
      }
      String where = file.name() + ": " + section.name();
      byte[] bytes = contents.read(0, (int) contents.sizeBytes());
      in = new Cursor(bytes, file.order(), where);
      int version = Math.max(in.u16(), in.u16()); // of 32 bits in version 2, then of 16
      if (version != 2 && version != 5) {
        throw new Unsupported(
            "version " + version + " of an index is not known", where, "versions 2 and 5 are");
      }
      long nrColumns = in.u32();
      units = in.u32();
      slots = in.u32();
      if (nrColumns > MAX_COLUMNS
          || slots > in.remaining() / SLOT_BYTES
          || units * nrColumns > in.remaining() / (2 * Integer.BYTES)) {
        throw in.malformed(units + " units in " + nrColumns + " columns");
      }
      rowsAt = in.position() + slots * Long.BYTES;
      in.seek(rowsAt + slots * Integer.BYTES);
      for (long i = 0; i < nrColumns; i++) {
        columns.add(in.u32());
      }
      cellsAt = in.position();
    }

    void addTo(List<Row> rows, boolean ofTypes) {
      for (long slot = 0; slot < slots; slot++) {
        in.seek(rowsAt + slot * Integer.BYTES);
        long row = in.u32();
        if (row > units) {
          throw in.malformed("row " + row + " of " + units);
        }
        if (row > 0) {
          in.seek(rowsAt - (slots - slot) * Long.BYTES);
          rows.add(row(in.u64(), ofTypes, row - 1));
        }
      }
    }

    private Row row(long signature, boolean ofType, long row) {
      Map<Long, Long> offsets = cells(row);
      boolean old = columns.contains(DW_SECT_TYPES);
      long unit = old ? DW_SECT_TYPES : DW_SECT_INFO;
      return new Row(
          signature,
          ofType,
          old ? Unit.SPLIT_TYPES : Unit.SPLIT,
          offsets.getOrDefault(unit, 0L),
          cells(units + row).getOrDefault(unit, 0L),
          offsets.getOrDefault(DW_SECT_ABBREV, 0L),
          offsets.getOrDefault(DW_SECT_LINE, 0L),
          offsets.getOrDefault(DW_SECT_STR_OFFSETS, 0L));
    }

    /** A row of offsets, or behind them of sizes. */
    private Map<Long, Long> cells(long row) {
      in.seek(cellsAt + row * columns.size() * Integer.BYTES);
      Map<Long, Long> cells = new HashMap<>();
      for (Long column : columns) {
        cells.put(column, in.u32());
      }
      return cells;
    }
  }
}
