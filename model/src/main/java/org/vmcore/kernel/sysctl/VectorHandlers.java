package org.vmcore.kernel.sysctl;

import java.util.BitSet;
import java.util.StringJoiner;
import java.util.function.LongFunction;
import org.vmcore.kernel.config.StaticKey;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Numbers, strings and bitmaps: the handlers of {@code kernel/sysctl.c} and those that use them.
 */
final class VectorHandlers {
  private static final int USER_HZ = 100; // include/asm-generic/param.h
  private static final long MSEC_PER_SEC = 1000;

  private VectorHandlers() {}

  static void register(SysctlValues.Registry registry) {
    registry.add(
        VectorHandlers::ints,
        "proc_dointvec",
        "proc_dointvec_minmax",
        "proc_dointvec_minmax_sysadmin",
        "proc_dointvec_minmax_warn_RT_change",
        "proc_dointvec_minmax_coredump",
        "proc_dointvec_minmax_bpf_stats",
        "proc_dointvec_minmax_bpf_restricted",
        "proc_dointvec_minmax_bpf_enable",
        "proc_do_rointvec");
    registry.add(
        VectorHandlers::uints,
        "proc_douintvec",
        "proc_douintvec_minmax",
        "proc_douintvec_minmax_sysadmin",
        "proc_dopipe_max_size");
    registry.add(VectorHandlers::bytes, "proc_dou8vec_minmax");
    registry.add(VectorHandlers::bool, "proc_dobool");
    registry.add(
        VectorHandlers::longs,
        "proc_doulongvec_minmax",
        "proc_dolongvec_minmax_bpf_restricted",
        "proc_dohung_task_timeout_secs");
    registry.add(VectorHandlers::jiffies, "proc_dointvec_jiffies", "proc_dointvec_jiffies_minmax");
    registry.add(VectorHandlers::userHzJiffies, "proc_dointvec_userhz_jiffies");
    registry.add(
        VectorHandlers::msJiffies, "proc_dointvec_ms_jiffies", "proc_dointvec_ms_jiffies_minmax");
    registry.add(VectorHandlers::longMsJiffies, "proc_doulongvec_ms_jiffies_minmax");
    registry.add(VectorHandlers::string, "proc_dostring", "proc_dostring_coredump");
    registry.add(VectorHandlers::bitmap, "proc_do_large_bitmap");
    registry.add(VectorHandlers::staticKey, "proc_do_static_key");
  }

  /** {@code do_proc_dointvec()}: numbers with tabs between them. */
  private static String vector(
      SysctlEntry entry, String type, int widthBytes, LongFunction<String> shown) {
    int count = entry.data() == 0 ? 0 : entry.maxlen() / widthBytes;
    if (count <= 0) {
      return "";
    }
    StringJoiner text = new StringJoiner("\t", "", "\n");
    Value first = entry.kernel().number(type + " *", entry.data());
    for (long value : first.longs(count)) {
      text.add(shown.apply(value));
    }
    return text.toString();
  }

  static String ints(SysctlEntry entry) {
    return vector(entry, "int", 4, Long::toString);
  }

  /** One number; vectors of these are refused by the kernel. */
  static String uints(SysctlEntry entry) {
    return vector(entry, "unsigned int", 4, Long::toString);
  }

  /** Bytes; values of the same handlers were ints before 5.13. */
  static String bytes(SysctlEntry entry) {
    return entry.maxlen() % Integer.BYTES == 0
        ? ints(entry)
        : vector(entry, "unsigned char", 1, Long::toString);
  }

  /** A {@code bool} of one byte; before 6.x handlers declare it with the width of an int. */
  private static String bool(SysctlEntry entry) {
    return entry.data() == 0 ? "" : entry.kernel().memory().u8(entry.data()) + "\n";
  }

  static String longs(SysctlEntry entry) {
    return vector(entry, "unsigned long", 8, Long::toUnsignedString);
  }

  static String jiffies(SysctlEntry entry) {
    long hz = Hz.of(entry.kernel());
    return vector(entry, "int", 4, value -> Long.toString(value / hz));
  }

  static String userHzJiffies(SysctlEntry entry) {
    long hz = Hz.of(entry.kernel());
    return vector(entry, "int", 4, value -> Long.toString(value * USER_HZ / hz));
  }

  static String msJiffies(SysctlEntry entry) {
    long hz = Hz.of(entry.kernel());
    return vector(entry, "int", 4, value -> Long.toString(toMilliseconds(value, hz)));
  }

  private static String longMsJiffies(SysctlEntry entry) {
    long hz = Hz.of(entry.kernel());
    return vector(
        entry,
        "unsigned long",
        8,
        // convdiv of __do_proc_doulongvec_minmax(): HZ stands for a thousand
        value -> Long.toUnsignedString(Long.divideUnsigned(MSEC_PER_SEC * value, hz)));
  }

  /** {@code jiffies_to_msecs()}; rounds up where HZ does not divide a second's milliseconds. */
  private static long toMilliseconds(long jiffies, long hz) {
    long magnitude = Math.abs(jiffies);
    long milliseconds =
        hz <= MSEC_PER_SEC && MSEC_PER_SEC % hz == 0
            ? magnitude * (MSEC_PER_SEC / hz)
            : (magnitude * MSEC_PER_SEC + hz - 1) / hz;
    return jiffies < 0 ? -milliseconds : milliseconds;
  }

  static String string(SysctlEntry entry) {
    if (entry.data() == 0 || entry.maxlen() <= 0) {
      return "";
    }
    return entry.kernel().cString(entry.data(), entry.maxlen()) + "\n";
  }

  /** {@code data} points to the pointer to the bits; {@code maxlen} counts them. */
  private static String bitmap(SysctlEntry entry) {
    if (entry.data() == 0 || entry.maxlen() <= 0) {
      return "";
    }
    Value words = entry.data("unsigned long *");
    if (words.isNull()) {
      return "\n";
    }
    int count = (entry.maxlen() + Long.SIZE - 1) / Long.SIZE;
    BitSet bits = BitSet.valueOf(words.longs(count));
    bits.clear(entry.maxlen(), Math.max(entry.maxlen(), bits.length()));
    return ranges(bits) + "\n";
  }

  /** {@code 1-3,7}. */
  static String ranges(BitSet bits) {
    StringJoiner text = new StringJoiner(",");
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int behind = bits.nextClearBit(from);
      text.add(behind - from == 1 ? Integer.toString(from) : from + "-" + (behind - 1));
      from = bits.nextSetBit(behind);
    }
    return text.toString();
  }

  /** {@code %*pb}: groups of 32 bits in hex, the uppermost first. */
  static String hexMask(Program kernel, BitSet bits) {
    int nrBits = CpuMask.nrCpuIds(kernel);
    StringJoiner groups = new StringJoiner(",");
    int lowest = (nrBits - 1) / 32 * 32;
    for (int at = lowest; at >= 0; at -= 32) {
      int width = Math.min(32, nrBits - at);
      long[] words = bits.get(at, at + width).toLongArray();
      String digits = Long.toHexString(words.length == 0 ? 0 : words[0]);
      groups.add("0".repeat(Math.max(0, (width + 3) / 4 - digits.length())) + digits);
    }
    return groups.toString();
  }

  private static String staticKey(SysctlEntry entry) {
    return entry.data() == 0 ? "" : enabled(entry.data("struct static_key")) + "\n";
  }

  /** {@code static_key_enabled()} as a number. */
  static int enabled(Value key) {
    return StaticKey.isEnabled(key) ? 1 : 0;
  }
}
