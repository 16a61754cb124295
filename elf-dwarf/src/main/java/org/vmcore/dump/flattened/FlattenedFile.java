package org.vmcore.dump.flattened;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/**
 * The real file behind a flattened stream, read in place: {@code struct makedumpfile_header} and
 * {@code struct makedumpfile_data_header} of makedumpfile's {@code makedumpfile.h}.
 *
 * <pre>
 *      0  "makedumpfile", NUL padded to 16
 *     16  type = 1     s64 big-endian, like all numbers
 *     24  version = 1
 *   4096  records: offset s64, size s64, size bytes
 *    end  offset = -1
 * </pre>
 *
 * Records come in any order and a later one overwrites an earlier one; what no record gives reads
 * as zero. Only where each record lies is held in memory. Thread-safe.
 */
public final class FlattenedFile implements ByteSource {
  private static final String SIGNATURE = "makedumpfile\0\0\0\0";
  private static final int HEADER_BYTES = 4096;
  private static final int RECORD_HEADER_BYTES = 16;
  private static final long MAX_SIZE_BYTES = 1L << 52;

  private final ByteSource stream;
  private final Records records;
  private final boolean isWhole;

  private FlattenedFile(ByteSource stream, Records records, boolean isWhole) {
    this.stream = stream;
    this.records = records;
    this.isWhole = isWhole;
  }

  public static boolean isFlattened(ByteSource source) {
    return source.sizeBytes() >= SIGNATURE.length()
        && new String(source.read(0, SIGNATURE.length()), StandardCharsets.ISO_8859_1)
            .equals(SIGNATURE);
  }

  /**
   * Finds all records; reads their headers alone. A stream that ends early gives what came before.
   *
   * @throws MalformedInput when a record contradicts the format
   * @throws Unsupported when there are more records than memory to index them
   */
  public static FlattenedFile open(ByteSource stream) {
    if (stream.sizeBytes() < HEADER_BYTES) {
      throw new MalformedInput("was cut off inside its header", stream.name(), stream.sizeBytes());
    }
    Cursor header = new Cursor(stream.read(0, 32), ByteOrder.BIG_ENDIAN, stream.name());
    header.seek(SIGNATURE.length());
    long type = header.u64();
    long version = header.u64();
    if (type != 1 || version != 1) {
      throw new Unsupported(
          "is a flattened dump of type " + type + ", version " + version,
          stream.name(),
          "rearrange it with: makedumpfile -R");
    }
    Records.Builder found = new Records.Builder(stream.name());
    boolean whole = index(stream, found);
    return new FlattenedFile(stream, found.build(), whole);
  }

  /** Whether the end marker was there. */
  private static boolean index(ByteSource stream, Records.Builder found) {
    long at = HEADER_BYTES;
    byte[] header = new byte[RECORD_HEADER_BYTES];
    while (at <= stream.sizeBytes() - RECORD_HEADER_BYTES) {
      stream.read(at, header, 0, header.length);
      Cursor in = new Cursor(header, ByteOrder.BIG_ENDIAN, stream.name() + ": record");
      long offset = in.u64();
      long size = in.u64();
      if (offset == -1) {
        return true;
      }
      boolean sane =
          offset >= 0 && size > 0 && size <= Integer.MAX_VALUE && offset <= MAX_SIZE_BYTES - size;
      if (!sane) {
        throw new MalformedInput(
            "a record of " + size + " bytes for offset " + offset, stream.name(), at);
      }
      long data = at + RECORD_HEADER_BYTES;
      long there = Math.min(size, stream.sizeBytes() - data);
      if (there > 0) {
        found.add(offset, (int) there, data);
      }
      at = data + size;
    }
    return false;
  }

  /** Whether the end marker was there. */
  @Override
  public boolean isWhole() {
    return isWhole;
  }

  @Override
  public String name() {
    return stream.name();
  }

  /** Up to the last byte that a record gives. */
  @Override
  public long sizeBytes() {
    return records.end();
  }

  /** Of a stream that was cut, bytes that no record gives are lost rather than zero. */
  @Override
  public boolean holds(long position, long length) {
    return ByteSource.super.holds(position, length) && (isWhole || records.cover(position, length));
  }

  /** Gaps are zero, but no array is larger than the stream: its records may lie far apart. */
  @Override
  public byte[] read(long position, int length) {
    if (length > stream.sizeBytes()) {
      throw new MalformedInput(length + " bytes wanted", name(), position);
    }
    return ByteSource.super.read(position, length);
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) {
    if (!ByteSource.super.holds(position, length)) {
      throw new MalformedInput(length + " bytes wanted past the end", name(), position);
    }
    records.read(stream, position, target, offset, length);
  }

  @Override
  public void close() {
    stream.close();
  }
}
