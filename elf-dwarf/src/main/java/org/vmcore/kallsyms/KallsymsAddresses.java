package org.vmcore.kallsyms;

import java.nio.ByteBuffer;
import org.vmcore.paging.Memory;

/**
 * {@code kallsyms_sym_address()} in its four forms. Which one a kernel has follows from where it
 * puts {@code _stext}, not from its version.
 */
enum KallsymsAddresses {
  /** {@code kallsyms_addresses}: as they are. */
  ABSOLUTE {
    @Override
    long address(Entries entries, int i) {
      return entries.table.getLong(8 * i);
    }
  },
  /** Negative offsets count down from the base, others are per-CPU addresses (x86, to 6.14). */
  ABSOLUTE_PERCPU {
    @Override
    long address(Entries entries, int i) {
      int offset = entries.table.getInt(4 * i);
      return offset >= 0 ? offset : entries.relativeBase - 1 - offset;
    }
  },
  /** Offsets are unsigned and count from the base. */
  BASE_RELATIVE {
    @Override
    long address(Entries entries, int i) {
      return entries.relativeBase + (entries.table.getInt(4 * i) & 0xffffffffL);
    }
  },
  /** Each offset counts from its own place (7.0+). */
  PLACE_RELATIVE {
    @Override
    long address(Entries entries, int i) {
      return entries.start + 4L * i + entries.table.getInt(4 * i);
    }
  };

  /** The table, in the byte order of the machine. */
  static final class Entries {
    private final ByteBuffer table;
    private final long start;
    private final long relativeBase;

    Entries(Memory memory, KallsymsLocation location, int count) {
      int width = location.offsets() ? 4 : 8;
      this.start = location.addresses();
      this.table = ByteBuffer.wrap(memory.read(start, count * width)).order(memory.order());
      this.relativeBase = location.relativeBase() == 0 ? 0 : memory.u64(location.relativeBase());
    }
  }

  abstract long address(Entries entries, int i);

  /** Whether a kernel with these tables could have addresses of this form. */
  boolean fits(KallsymsLocation location) {
    return switch (this) {
      case ABSOLUTE -> !location.offsets();
      case ABSOLUTE_PERCPU, BASE_RELATIVE -> location.offsets() && location.relativeBase() != 0;
      case PLACE_RELATIVE -> location.offsets();
    };
  }
}
