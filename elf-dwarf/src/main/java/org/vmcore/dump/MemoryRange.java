package org.vmcore.dump;

import org.vmcore.io.ByteSource;

/**
 * A run of physical memory, with the bytes of its first part.
 *
 * @param start first address
 * @param storedEnd bytes of {@code [start, storedEnd)} stand in {@code source}
 * @param end what lies in {@code [storedEnd, end)} is known to be memory, but has no bytes
 * @param position of the first byte in {@code source}
 */
public record MemoryRange(long start, long storedEnd, long end, ByteSource source, long position) {
  /** Whether these are addresses and a position, as those read from a file need not be. */
  public static boolean isSane(long start, long storedBytes, long sizeBytes, long position) {
    return start >= 0
        && storedBytes >= 0
        && storedBytes <= sizeBytes
        && start <= Long.MAX_VALUE - sizeBytes
        && (storedBytes == 0 || position >= 0 && position <= Long.MAX_VALUE - storedBytes);
  }

  /** Memory all of whose bytes are in the source, if it is as long as it should be. */
  public static MemoryRange stored(long start, long sizeBytes, ByteSource source, long position) {
    return new MemoryRange(start, start + sizeBytes, start + sizeBytes, source, position);
  }

  boolean hasBytes() {
    return storedEnd > start;
  }

  /** Whether the source has the bytes of these addresses; they must lie below the stored end. */
  boolean holds(long from, long to) {
    return source.holds(position + from - start, to - from);
  }

  /** How many bytes the source is too short for. */
  long bytesCutOff() {
    long wanted = storedEnd - start;
    return wanted - Math.max(0, Math.min(wanted, source.sizeBytes() - position));
  }

  void read(long from, byte[] target, int offset, int length) {
    source.read(position + from - start, target, offset, length);
  }

  /** The part of this range between two of its addresses. */
  MemoryRange piece(long from, long to) {
    return new MemoryRange(
        from, Math.max(from, Math.min(storedEnd, to)), to, source, position + from - start);
  }
}
