package org.vmcore.debuginfo;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.dump.MemoryFault;
import org.vmcore.paging.Memory;
import org.vmcore.paging.MemorySearch;

/**
 * The symbols that a kernel exports to modules, {@code __ksymtab} and {@code __ksymtab_gpl}, which
 * follow each other: {@code struct kernel_symbol}, {@code include/linux/export.h}, with
 * CONFIG_HAVE_ARCH_PREL32_RELOCATIONS. Each entry is the distance to its symbol, that to its name,
 * and since 5.4 that to its name space. They are found by the entry of a function whose address is
 * known.
 */
final class ExportTables {
  private static final String ANCHOR = "kfree"; // exported by every kernel
  private static final int MAX_NAME_BYTES = 512; // KSYM_NAME_LEN
  private static final int MAX_ENTRIES = 1 << 17;
  private static final int MAX_ANCHORS = 16;
  private static final int MIN_ENTRIES = 100;
  private static final int[] ENTRY_BYTES = {12, 8};

  private final MemorySearch image;
  private final Memory memory;

  private ExportTables(MemorySearch image) {
    this.image = image;
    this.memory = image.memory();
  }

  /**
   * All exported symbols; none where there are no such tables.
   *
   * @param function run-time address of a function
   */
  static List<Symbol> in(MemorySearch image, Function<String, OptionalLong> function) {
    OptionalLong anchor = function.apply(ANCHOR);
    return anchor.isEmpty() ? List.of() : new ExportTables(image).around(anchor.getAsLong());
  }

  private List<Symbol> around(long anchor) {
    for (long entry : entriesOf(anchor)) {
      for (int entryBytes : ENTRY_BYTES) {
        List<Symbol> symbols = new ArrayList<>();
        addWhilePlausible(entry, entryBytes, symbols);
        addWhilePlausible(entry - entryBytes, -entryBytes, symbols);
        if (symbols.size() >= MIN_ENTRIES) {
          return symbols;
        }
      }
    }
    return List.of();
  }

  /** Where the distances to the anchor and to its name follow each other. */
  private List<Long> entriesOf(long symbol) {
    List<Long> entries = new ArrayList<>();
    image.scan(
        2 * Integer.BYTES,
        Integer.BYTES,
        (block, at, address) -> {
          // The first byte sorts out nearly all; only what is left is read as numbers.
          int firstByte = lowestByte(block, at);
          if (firstByte == (int) (symbol - address & 0xff) && isAnchor(address, symbol)) {
            entries.add(address);
          }
          return entries.size() < MAX_ANCHORS;
        });
    return entries;
  }

  private int lowestByte(byte[] block, int at) {
    boolean little = memory.order() == ByteOrder.LITTLE_ENDIAN;
    return block[little ? at : at + Integer.BYTES - 1] & 0xff;
  }

  private boolean isAnchor(long entry, long symbol) {
    try {
      return target(entry) == symbol && name(target(entry + Integer.BYTES)).equals(ANCHOR);
    } catch (MemoryFault hole) {
      return false;
    }
  }

  /** {@code offset_to_ptr()}. */
  private long target(long field) {
    return field + memory.u32(field);
  }

  private void addWhilePlausible(long first, int step, List<Symbol> symbols) {
    long entry = first;
    for (int i = 0; i < MAX_ENTRIES; i++) {
      try {
        long value = target(entry);
        String name = name(target(entry + Integer.BYTES));
        if (name.isEmpty() || !image.spans(value) && !isZeroBasedPerCpu(value)) {
          return;
        }
        symbols.add(new Symbol(name, value, 0, true, placement(value)));
      } catch (MemoryFault end) {
        return;
      }
      entry += step;
    }
  }

  private static Symbol.Placement placement(long value) {
    return isZeroBasedPerCpu(value)
        ? Symbol.Placement.ZERO_BASED_PER_CPU
        : Symbol.Placement.RELOCATED_DATA;
  }

  private static boolean isZeroBasedPerCpu(long value) {
    return Long.compareUnsigned(value, 1L << 31) < 0;
  }

  /** A C identifier; empty for all else. The linker lets names share their ends. */
  private String name(long address) {
    if (!image.spans(address)) {
      return "";
    }
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < MAX_NAME_BYTES; i++) {
      char next = (char) memory.u8(address + i);
      if (next == 0) {
        return name.toString();
      }
      if (next > 0x7f || !Character.isJavaIdentifierPart(next)) {
        return "";
      }
      name.append(next);
    }
    return "";
  }
}
