package org.vmcore.dwarf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/** The units of {@code .debug_info} in file order. Immutable. */
final class Units {
  private static final int LARGEST_HEADER_BYTES = 40;
  private static final int MAX_UNIT_BYTES = 512 << 20;
  private static final int DW_UT_TYPE = 0x02;
  private static final int DW_UT_SKELETON = 0x04;
  private static final int DW_UT_SPLIT_COMPILE = 0x05;
  private static final int DW_UT_SPLIT_TYPE = 0x06;

  private final List<Unit> units;

  private Units(List<Unit> units) {
    this.units = units;
  }

  static Units read(ByteSource info, ByteOrder order) {
    List<Unit> units = new ArrayList<>();
    long offset = 0;
    while (offset < info.sizeBytes()) {
      Unit unit = header(info, order, offset);
      units.add(unit);
      offset = unit.endOffset();
    }
    return new Units(List.copyOf(units));
  }

  private static Unit header(ByteSource info, ByteOrder order, long offset) {
    int available = (int) Math.min(LARGEST_HEADER_BYTES, info.sizeBytes() - offset);
    String where = info.name() + ": unit header";
    Cursor in = new Cursor(info.read(offset, available), 0, available, order, where, offset);
    long length = in.u32();
    int offsetSize = 4;
    if (length == 0xffff_ffffL) {
      offsetSize = 8;
      length = in.u64();
    }
    long end = offset + in.position() + length;
    if (length < 0 || length > MAX_UNIT_BYTES || end > info.sizeBytes()) {
      throw new MalformedInput("unit_length " + length + " reaches past the end", where, offset);
    }
    int version = in.u16();
    if (version < 2 || version > 5) {
      throw new Unsupported(
          "DWARF version " + version + " is not known", where, "versions 2 to 5 are");
    }
    int kind = version >= 5 ? in.u8() : 0;
    int addressSize = version >= 5 ? in.u8() : 0;
    long abbreviations = in.unsigned(offsetSize);
    if (version < 5) {
      addressSize = in.u8();
    }
    long signature = 0;
    long type = 0;
    if (kind == DW_UT_TYPE || kind == DW_UT_SPLIT_TYPE) {
      signature = in.u64();
      type = offset + in.unsigned(offsetSize);
    } else if (kind == DW_UT_SKELETON || kind == DW_UT_SPLIT_COMPILE) {
      in.skip(8); // dwo_id
    }
    return new Unit(
        offset,
        end,
        offset + in.position(),
        version,
        addressSize,
        offsetSize,
        abbreviations,
        signature,
        type);
  }

  List<Unit> all() {
    return units;
  }

  /** The unit that holds this offset. */
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
}
