package org.vmcore.dwarf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.Fault;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/** All units of a file and of its supplementary file, by ascending place. Immutable. */
final class Units {
  private static final int LARGEST_HEADER_BYTES = 40;
  private static final int HEADERS_AT_ONCE_BYTES = 1 << 12;
  private static final int MAX_UNIT_BYTES = 512 << 20;
  private static final int DW_UT_TYPE = 0x02;
  private static final int DW_UT_SKELETON = 0x04;
  private static final int DW_UT_SPLIT_COMPILE = 0x05;
  private static final int DW_UT_SPLIT_TYPE = 0x06;

  private final List<Unit> units = new ArrayList<>();
  private final List<Fault> damage = new ArrayList<>();
  private final Map<Long, Long> typesBySignature = new HashMap<>();

  static Units read(DebugSections sections) {
    return read(sections, Optional.empty());
  }

  /**
   * @param split has the units of which the file has skeletons alone
   */
  static Units read(DebugSections sections, Optional<SplitPackage> split) {
    Units all = new Units();
    sections.info().ifPresent(s -> all.addAll(sections, s, Unit.INFO));
    sections.types().ifPresent(s -> all.addAll(sections, s, Unit.TYPES));
    sections
        .supplementary()
        .ifPresent(other -> other.info().ifPresent(s -> all.addAll(other, s, Unit.SUPPLEMENTARY)));
    split.ifPresent(all::addAll);
    for (Unit unit : all.units) {
      if (unit.typeSignature() != 0) {
        all.typesBySignature.putIfAbsent(unit.typeSignature(), unit.typeOffset());
      }
    }
    return all;
  }

  /** Puts the units that a package has in place of their skeletons. */
  private void addAll(SplitPackage split) {
    Map<Long, Long> addressesStarts = new HashMap<>();
    Set<Unit> skeletons = new HashSet<>();
    Set<Long> packed = new HashSet<>();
    split.rows().stream().filter(row -> !row.ofType()).forEach(row -> packed.add(row.signature()));
    for (Unit unit : List.copyOf(units)) {
      Die root = rootAsFarAsReadable(unit);
      long id = unit.dwoId() != 0 ? unit.dwoId() : root.dwoId;
      if (root.isSkeleton && packed.contains(id)) {
        addressesStarts.put(id, addressesStart(unit, root));
        skeletons.add(unit);
      }
    }
    units.removeAll(skeletons);
    List<SplitPackage.Row> rows = new ArrayList<>(split.rows());
    rows.sort(
        Comparator.comparingLong(SplitPackage.Row::base)
            .thenComparingLong(SplitPackage.Row::offset));
    long end = 0;
    for (SplitPackage.Row row : rows) {
      boolean wanted =
          row.ofType() ? !addressesStarts.isEmpty() : addressesStarts.containsKey(row.signature());
      // Of units that share a place none would be found.
      if (wanted && row.base() + row.offset() >= end) {
        addSplit(split, row, addressesStarts.getOrDefault(row.signature(), 0L));
        end = row.base() + row.offset() + row.sizeBytes();
      }
    }
  }

  /** In DWARF 5 a header stands before the addresses, and is counted by who reads them. */
  private static long addressesStart(Unit unit, Die root) {
    long start = Math.max(0, root.addressesStart);
    return unit.version() >= 5 ? Math.max(0, start - 2L * unit.offsetSize()) : start;
  }

  private static Die rootAsFarAsReadable(Unit unit) {
    Die root = new Die();
    root.clear();
    try {
      DieReader reader = unit.sections().reader(unit);
      reader.seek(unit.firstDieOffset());
      reader.next(root);
    } catch (MalformedInput damaged) {
      root.clear(); // who indexes the unit will say so
    }
    return root;
  }

  private void addSplit(SplitPackage split, SplitPackage.Row row, long addressesStart) {
    try {
      DebugSections sections = split.sections(row, addressesStart);
      Optional<ByteSource> holder =
          row.base() == Unit.SPLIT_TYPES ? sections.types() : sections.info();
      ByteSource section = holder.orElseThrow(() -> absent(sections));
      long size = Math.min(section.sizeBytes(), row.offset() + row.sizeBytes());
      int header = (int) Math.max(0, Math.min(LARGEST_HEADER_BYTES, size - row.offset()));
      byte[] bytes = section.read(row.offset(), header);
      String where = section.name() + ": unit header";
      Cursor in = new Cursor(bytes, 0, header, sections.order(), where, row.offset());
      add(sections, in, row.base(), row.offset(), size);
    } catch (MalformedInput fault) {
      damage.add(fault);
    }
  }

  private static MalformedInput absent(DebugSections sections) {
    return new MalformedInput("the section of the unit is missing", sections.name(), 0);
  }

  private void addAll(DebugSections sections, ByteSource section, long base) {
    byte[] window = {};
    long windowStart = 0;
    long offset = 0;
    while (offset < section.sizeBytes()) {
      int header = (int) Math.min(LARGEST_HEADER_BYTES, section.sizeBytes() - offset);
      if (offset + header > windowStart + window.length) {
        // dwz writes thousands of units of a few dozen bytes each
        windowStart = offset;
        int size = (int) Math.min(HEADERS_AT_ONCE_BYTES, section.sizeBytes() - offset);
        window = section.read(offset, size);
      }
      int from = (int) (offset - windowStart);
      String where = section.name() + ": unit header";
      Cursor in = new Cursor(window, from, from + header, sections.order(), where, offset);
      offset = add(sections, in, base, offset, section.sizeBytes());
    }
  }

  /** Adds the unit at the cursor; where the next one begins. */
  private long add(DebugSections sections, Cursor in, long base, long offset, long sectionSize) {
    long end = sectionSize; // without a length there is no way to the next unit
    try {
      int offsetSize = 4;
      long length = in.u32();
      if (length == 0xffff_ffffL) {
        offsetSize = 8;
        length = in.u64();
      }
      if (length < 0 || length > MAX_UNIT_BYTES || length > sectionSize - offset - in.position()) {
        throw in.malformed("unit_length " + length + " reaches past the end");
      }
      end = offset + in.position() + length;
      units.add(header(sections, in, base, offset, end, offsetSize));
    } catch (MalformedInput | Unsupported fault) {
      damage.add(fault);
    }
    return end;
  }

  private static Unit header(
      DebugSections sections, Cursor in, long base, long offset, long end, int offsetSize) {
    int version = in.u16();
    if (version < 2 || version > 5) {
      throw new Unsupported(
          "DWARF version " + version + " is not known", sections.name(), "versions 2 to 5 are");
    }
    boolean ofTypes = base == Unit.TYPES || base == Unit.SPLIT_TYPES;
    int kind = version >= 5 ? in.u8() : ofTypes ? DW_UT_TYPE : 0;
    int addressSize = version >= 5 ? in.u8() : 0;
    long abbreviations = in.unsigned(offsetSize);
    if (version < 5) {
      addressSize = in.u8();
    }
    if (addressSize != 4 && addressSize != 8) {
      throw in.malformed("address_size " + addressSize);
    }
    long signature = 0;
    long type = 0;
    long dwoId = 0;
    if (kind == DW_UT_TYPE || kind == DW_UT_SPLIT_TYPE) {
      signature = in.u64();
      type = base + offset + in.unsigned(offsetSize);
    } else if (kind == DW_UT_SKELETON || kind == DW_UT_SPLIT_COMPILE) {
      dwoId = in.u64();
    }
    if (offset + in.position() > end) {
      throw in.malformed("unit_length is shorter than the header");
    }
    return new Unit(
        sections,
        base,
        base + offset,
        base + end,
        base + offset + in.position(),
        version,
        addressSize,
        offsetSize,
        abbreviations,
        signature,
        type,
        dwoId);
  }

  /** Why there may be more units than were found, in the order of the file. */
  List<Fault> damage() {
    return damage;
  }

  List<Unit> all() {
    return units;
  }

  /** Where the type of a type unit stands. */
  Optional<Long> typeOf(long signature) {
    return Optional.ofNullable(typesBySignature.get(signature));
  }

  /** The unit that holds this place. */
  Unit at(long dieOffset) {
    int low = 0;
    int high = units.size() - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      Unit unit = units.get(middle);
      if (dieOffset < unit.offset()) {
        high = middle - 1;
      } else if (dieOffset >= unit.endOffset()) {
        low = middle + 1;
      } else {
        return unit;
      }
    }
    throw new MalformedInput("a reference to no unit", ".debug_info", dieOffset);
  }

  /** A fresh copy of the entry at this place. */
  Die die(long dieOffset) {
    DieReader reader = reader(dieOffset);
    Die die = new Die();
    if (!reader.next(die)) {
      throw new MalformedInput("a reference to the end of a row", ".debug_info", dieOffset);
    }
    return die;
  }

  /** A reader that stands at this place. */
  DieReader reader(long dieOffset) {
    Unit unit = at(dieOffset);
    DieReader reader = unit.sections().reader(unit);
    reader.seek(dieOffset);
    return reader;
  }
}
