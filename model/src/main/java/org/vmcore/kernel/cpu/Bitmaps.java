package org.vmcore.kernel.cpu;

import java.util.BitSet;
import java.util.StringJoiner;

/** Bitmaps as the kernel's {@code printk} formats show them, {@code lib/vsprintf.c}. */
public final class Bitmaps {
  private static final int GROUP_BITS = 32;

  private Bitmaps() {}

  /** {@code %*pbl}: {@code 0-3,5}; empty when no bit is set. */
  public static String list(BitSet bits) {
    StringJoiner text = new StringJoiner(",");
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int behind = bits.nextClearBit(from);
      text.add(behind - from == 1 ? Integer.toString(from) : from + "-" + (behind - 1));
      from = bits.nextSetBit(behind);
    }
    return text.toString();
  }

  /** {@code %*pb}: groups of 32 bits in hex, the uppermost first and as short as it can be. */
  public static String hex(BitSet bits, int nrBits) {
    StringJoiner groups = new StringJoiner(",");
    for (int at = (nrBits - 1) / GROUP_BITS * GROUP_BITS; at >= 0; at -= GROUP_BITS) {
      int width = Math.min(GROUP_BITS, nrBits - at);
      long[] words = bits.get(at, at + width).toLongArray();
      String digits = Long.toHexString(words.length == 0 ? 0 : words[0]);
      groups.add("0".repeat(Math.max(0, (width + 3) / 4 - digits.length())) + digits);
    }
    return groups.toString();
  }
}
