package org.vmcore.recovery;

import java.util.Arrays;

/** Whether memory is all noise, as that of a guest is whose host cannot read it. */
final class Noise {
  private static final int EACH = 4096; // all of the first pages, then one of 64
  private static final int THEN_ONE_OF = 64;
  private static final int MIN_PAGES = 64;
  // Of random bytes 4096 have 7.95 bits in each; text, code and pointers have less than 7.
  private static final double NOISE_BITS_PER_BYTE = 7.85;

  private final int[] counts = new int[256];
  private long nrPages;
  private long nrSampled;
  private long nrNoisy;

  void add(byte[] bytes, int start, int end) {
    nrPages++;
    if (nrPages > EACH && nrPages % THEN_ONE_OF != 0) {
      return;
    }
    Arrays.fill(counts, 0);
    for (int at = start; at < end; at++) {
      counts[bytes[at] & 0xff]++;
    }
    if (counts[0] == end - start) {
      return; // zeros say nothing
    }
    nrSampled++;
    if (bitsPerByte(end - start) > NOISE_BITS_PER_BYTE) {
      nrNoisy++;
    }
  }

  /** Shannon's entropy of the bytes counted. */
  private double bitsPerByte(int total) {
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / total;
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }

  /** More than 95 % of the pages that are not zero. */
  boolean isNearlyAll() {
    return nrSampled >= MIN_PAGES && nrNoisy * 100 > nrSampled * 95;
  }
}
