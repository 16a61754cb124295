package org.vmcore.dump.lime;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import org.vmcore.dump.PageCache;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Codec;
import org.vmcore.io.Cursor;
import org.vmcore.io.CutShort;
import org.vmcore.io.MalformedInput;

/**
 * What a stream in Snappy's framing format (Snappy's {@code framing_format.txt}) decompresses to,
 * read in place: chunks of at most 64 KiB, each after its kind, u24 length and checksum. Where
 * every 16th chunk lies is held in memory. Thread-safe.
 */
final class SnappyFrames implements ByteSource {
  private static final int COMPRESSED = 0x00;
  private static final int UNCOMPRESSED = 0x01;
  private static final int FIRST_SKIPPABLE = 0x80;
  private static final int MAX_SKIPPED = 1024;
  private static final int HEAD_BYTES = 4;
  private static final int CHECKSUM_BYTES = 4;
  private static final int MAX_LENGTH_BYTES = 5; // a varint of 32 bits
  static final int MAX_CHUNK_BYTES = 1 << 16;
  private static final int MAX_STORED_BYTES = 76_490; // Snappy's worst case of a chunk
  private static final int CHUNKS_PER_MARK = 16;
  // Its table is dearer to make than a chunk is to decompress.

  private final ByteSource stream;
  private final long[] starts; // of every 16th chunk: in what the stream decompresses to,
  private final long[] positions; // and in the file
  private final long sizeBytes;
  private final long endPosition;
  private final PageCache cache;

  /**
   * @param position of its head in the file
   * @param start where its first byte stands in what the stream decompresses to
   * @param sizeBytes decompressed; 0 for what is to be skipped
   */
  private record Chunk(int kind, long position, int storedBytes, long start, int sizeBytes) {
    long nextPosition() {
      return position + HEAD_BYTES + storedBytes;
    }

    long end() {
      return start + sizeBytes;
    }
  }

  private SnappyFrames(ByteSource stream, Index index, PageCache cache) {
    this.stream = stream;
    this.cache = cache;
    this.starts = Arrays.copyOf(index.starts, index.nrMarks);
    this.positions = Arrays.copyOf(index.positions, index.nrMarks);
    this.sizeBytes = index.start;
    this.endPosition = index.position;
  }

  /** The chunks found so far. */
  private static final class Index {
    long[] starts = new long[CHUNKS_PER_MARK];
    long[] positions = new long[CHUNKS_PER_MARK];
    int nrMarks;
    int nrChunks;
    long start;
    long position;

    void add(Chunk chunk) {
      if (chunk.sizeBytes() > 0 && nrChunks++ % CHUNKS_PER_MARK == 0) {
        if (nrMarks == starts.length) {
          starts = Arrays.copyOf(starts, 2 * nrMarks);
          positions = Arrays.copyOf(positions, 2 * nrMarks);
        }
        starts[nrMarks] = chunk.start();
        positions[nrMarks++] = chunk.position();
      }
      start = chunk.end();
      position = chunk.nextPosition();
    }
  }

  /**
   * Finds the chunks of the stream that begins at this position; reads their heads alone. A stream
   * that is cut gives what came before.
   *
   * @param wantedBytes what it should decompress to
   * @param cache of chunks by their position, shared by all streams of the file
   * @throws MalformedInput when it is no such stream, or gives more
   */
  static SnappyFrames index(ByteSource stream, long position, long wantedBytes, PageCache cache) {
    Index index = new Index();
    index.position = position;
    int skipped = 0;
    while (index.start < wantedBytes && stream.holds(index.position, HEAD_BYTES)) {
      Chunk chunk = chunk(stream, index.position, index.start);
      if (chunk.nextPosition() > stream.sizeBytes()) {
        break;
      }
      boolean tooMuch = chunk.sizeBytes() == 0 && ++skipped > MAX_SKIPPED;
      if (tooMuch || chunk.end() > wantedBytes) {
        throw new MalformedInput(
            "is no stream of the " + wantedBytes + " bytes of its range",
            stream.name(),
            index.position);
      }
      index.add(chunk);
    }
    return new SnappyFrames(stream, index, cache);
  }

  private static Chunk chunk(ByteSource stream, long position, long start) {
    int there = HEAD_BYTES + CHECKSUM_BYTES + MAX_LENGTH_BYTES;
    byte[] head = stream.read(position, (int) Math.min(there, stream.sizeBytes() - position));
    Cursor in =
        new Cursor(
            head,
            0,
            head.length,
            ByteOrder.LITTLE_ENDIAN,
            stream.name() + ": Snappy chunk",
            position);
    int kind = in.u8();
    int stored = (int) in.unsigned(3);
    boolean isData = kind == COMPRESSED || kind == UNCOMPRESSED;
    if (!isData) {
      if (kind < FIRST_SKIPPABLE) {
        throw in.malformed("chunk of unknown kind " + kind);
      }
      return new Chunk(kind, position, stored, start, 0);
    }
    if (stored <= CHECKSUM_BYTES || stored > MAX_STORED_BYTES) {
      throw in.malformed("chunk of " + stored + " bytes");
    }
    if (head.length < there && stream.sizeBytes() - position < HEAD_BYTES + stored) {
      return new Chunk(kind, position, stored, start, 0); // cut off
    }
    in.skip(CHECKSUM_BYTES);
    long size = kind == COMPRESSED ? in.uleb128() : stored - CHECKSUM_BYTES;
    if (size <= 0 || size > MAX_CHUNK_BYTES) {
      throw in.malformed("chunk that decompresses to " + size + " bytes");
    }
    return new Chunk(kind, position, stored, start, (int) size);
  }

  /** Where the first byte behind the stream stands in the file. */
  long endPosition() {
    return endPosition;
  }

  @Override
  public String name() {
    return stream.name();
  }

  /** What the chunks that are there decompress to. */
  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) {
    if (!holds(position, length)) {
      throw new CutShort(length + " bytes wanted past the end", name(), endPosition);
    }
    int done = 0;
    while (done < length) {
      Chunk chunk = chunkOf(position + done);
      byte[] bytes = cache.get(chunk.position(), at -> decompressed(chunk));
      int from = (int) (position + done - chunk.start());
      int run = Math.min(length - done, bytes.length - from);
      System.arraycopy(bytes, from, target, offset + done, run);
      done += run;
    }
  }

  private Chunk chunkOf(long position) {
    int found = Arrays.binarySearch(starts, position);
    int mark = found >= 0 ? found : -found - 2;
    Chunk chunk = chunk(stream, positions[mark], starts[mark]);
    while (chunk.end() <= position) {
      chunk = chunk(stream, chunk.nextPosition(), chunk.end());
    }
    return chunk;
  }

  private byte[] decompressed(Chunk chunk) {
    byte[] stored = stream.read(chunk.position() + HEAD_BYTES, chunk.storedBytes());
    Cursor in = new Cursor(stored, ByteOrder.LITTLE_ENDIAN, stream.name());
    int checksum = in.s32();
    byte[] bytes = new byte[chunk.sizeBytes()];
    if (chunk.kind() == UNCOMPRESSED) {
      System.arraycopy(stored, CHECKSUM_BYTES, bytes, 0, bytes.length);
    } else {
      decompress(stored, bytes, chunk);
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    int sum = (int) crc.getValue();
    if ((sum >>> 15 | sum << 17) + 0xa282ead8 != checksum) { // the format's mask
      throw new MalformedInput("a chunk's checksum does not fit", name(), chunk.position());
    }
    return bytes;
  }

  private void decompress(byte[] stored, byte[] bytes, Chunk chunk) {
    String wrong;
    try {
      int got =
          Codec.SNAPPY.decompress(stored, CHECKSUM_BYTES, stored.length - CHECKSUM_BYTES, bytes);
      if (got == bytes.length) {
        return;
      }
      wrong = "to " + got + " bytes only";
    } catch (DataFormatException e) {
      wrong = "not at all: " + e.getMessage();
    }
    throw new MalformedInput("a chunk decompresses " + wrong, name(), chunk.position());
  }

  @Override
  public void close() {}
}
