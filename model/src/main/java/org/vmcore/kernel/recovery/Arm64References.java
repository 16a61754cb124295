package org.vmcore.kernel.recovery;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The addresses that aarch64 code refers to: {@code adrp} gives the page of an object, the {@code
 * add}, load or store behind it the place in the page. Branches are not followed; a register that
 * another instruction has overwritten gives an address that nothing lies at.
 */
final class Arm64References {
  private static final int REGISTERS = 32;
  private static final int UNKNOWN = 0; // no page of a kernel

  private Arm64References() {}

  /**
   * In order of the code.
   *
   * @param code instructions, each as a number
   * @param start address of the first
   */
  static Set<Long> of(int[] code, long start) {
    long[] pages = new long[REGISTERS];
    Arrays.fill(pages, UNKNOWN);
    Set<Long> found = new LinkedHashSet<>();
    for (int i = 0; i < code.length; i++) {
      int instruction = code[i];
      int base = instruction >>> 5 & 31;
      if ((instruction & 0x9f00_0000) == 0x9000_0000) {
        pages[instruction & 31] = page(instruction, start + 4L * i);
      } else if (pages[base] != UNKNOWN && isAddImmediate(instruction)) {
        found.add(pages[base] + (instruction >>> 10 & 0xfff));
      } else if (pages[base] != UNKNOWN && isLoadOrStore(instruction)) {
        found.add(pages[base] + ((long) (instruction >>> 10 & 0xfff) << scale(instruction)));
      }
    }
    return found;
  }

  private static long page(int instruction, long address) {
    int high = instruction << 8 >> 13; // immhi, with its sign
    int low = instruction >>> 29 & 3;
    return (address & -4096) + ((long) (high << 2 | low) << 12);
  }

  private static boolean isAddImmediate(int instruction) {
    return (instruction & 0xffc0_0000) == 0x9100_0000;
  }

  /** With an unsigned offset, of one register. */
  private static boolean isLoadOrStore(int instruction) {
    return (instruction & 0x3b00_0000) == 0x3900_0000;
  }

  private static int scale(int instruction) {
    boolean vector = (instruction & 1 << 26) != 0;
    boolean sixteenBytes = vector && (instruction & 1 << 23) != 0;
    return sixteenBytes ? 4 : instruction >>> 30;
  }
}
