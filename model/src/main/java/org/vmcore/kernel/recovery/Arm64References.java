package org.vmcore.kernel.recovery;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The addresses that aarch64 code refers to: {@code adrp} gives the page of an object, the {@code
 * add}, load or store behind it the place in the page. Compilers also reach several variables from
 * one of them, their anchor. Branches are not followed: what is found may lie where nothing is
 * referred to, and must be proved.
 */
final class Arm64References {
  private static final int REGISTERS = 32;
  private static final int UNKNOWN = 0; // no page of a kernel
  private static final int CALL_CLOBBERED = 19; // x0 to x18

  private final long[] values = new long[REGISTERS];
  private final Set<Long> found = new LinkedHashSet<>();

  private Arm64References() {
    Arrays.fill(values, UNKNOWN);
  }

  /**
   * In order of the code.
   *
   * @param code instructions, each as a number
   * @param start address of the first
   */
  static Set<Long> of(int[] code, long start) {
    Arm64References references = new Arm64References();
    for (int i = 0; i < code.length; i++) {
      references.step(code[i], start + 4L * i);
    }
    return references.found;
  }

  private void step(int instruction, long address) {
    int target = instruction & 31;
    long base = values[instruction >>> 5 & 31];
    if ((instruction & 0x9f00_0000) == 0x9000_0000) { // adrp
      values[target] = page(instruction, address);
    } else if ((instruction & 0xffc0_0000) == 0x9100_0000) { // add of an immediate
      refer(base, instruction >>> 10 & 0xfff);
      values[target] = base == UNKNOWN ? UNKNOWN : base + (instruction >>> 10 & 0xfff);
    } else if ((instruction & 0x3b00_0000) == 0x3900_0000) { // load or store of one register
      refer(base, (instruction >>> 10 & 0xfff) << scale(instruction));
      forgetIfLoaded(instruction, 1 << 22, target);
    } else if ((instruction & 0x7fc0_0000) == 0x2900_0000
        || (instruction & 0x7f80_0000) == 0x2900_0000) { // load or store of a pair
      refer(base, (instruction << 10 >> 25) << (instruction < 0 ? 3 : 2));
      forgetIfLoaded(instruction, 1 << 22, target);
    } else if ((instruction & 0xffe0_ffe0) == 0xaa00_03e0) { // mov between registers
      values[target] = values[instruction >>> 16 & 31];
    } else if ((instruction & 0xfc00_0000) == 0x9400_0000) { // bl
      Arrays.fill(values, 0, CALL_CLOBBERED, UNKNOWN);
    } else if (!isBranch(instruction)) {
      values[target] = UNKNOWN;
    }
  }

  private void refer(long base, int offset) {
    if (base != UNKNOWN) {
      found.add(base + offset);
    }
  }

  private void forgetIfLoaded(int instruction, int loadBits, int target) {
    if ((instruction & loadBits) != 0) {
      values[target] = UNKNOWN;
    }
  }

  private static long page(int instruction, long address) {
    int high = instruction << 8 >> 13; // immhi, with its sign
    int low = instruction >>> 29 & 3;
    return (address & -4096) + ((long) (high << 2 | low) << 12);
  }

  private static boolean isBranch(int instruction) {
    return (instruction & 0x1c00_0000) == 0x1400_0000;
  }

  private static int scale(int instruction) {
    boolean vector = (instruction & 1 << 26) != 0;
    boolean sixteenBytes = vector && (instruction & 1 << 23) != 0;
    return sixteenBytes ? 4 : instruction >>> 30;
  }
}
