package org.vmcore.dump.lime;

import io.airlift.compress.snappy.SnappyCompressor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.vmcore.dump.MemoryImage;
import org.vmcore.io.ArraySource;

/** Writes captures as LiME and AVML do. */
public final class LimeBuilder {
  private static final int CHUNK_BYTES = 1 << 16;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  /** All of an image as LiME's ranges. */
  public static LimeBuilder lime(MemoryImage image) {
    LimeBuilder builder = new LimeBuilder();
    image.runs().forEach(run -> builder.plain(run.paddr(), run.bytes()));
    return builder;
  }

  /** All of an image as AVML's compressed ranges. */
  public static LimeBuilder avml(MemoryImage image) {
    LimeBuilder builder = new LimeBuilder();
    image.runs().forEach(run -> builder.packed(run.paddr(), run.bytes()));
    return builder;
  }

  public LimeBuilder plain(long start, byte[] bytes) {
    header("EMiL", 1, start, start + bytes.length - 1);
    file.writeBytes(bytes);
    return this;
  }

  public LimeBuilder packed(long start, byte[] bytes) {
    header("AVML", 2, start, start + bytes.length - 1);
    int before = file.size();
    chunk(0xff, "sNaPpY".getBytes(StandardCharsets.US_ASCII));
    for (int at = 0; at < bytes.length; at += CHUNK_BYTES) {
      data(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK_BYTES)));
    }
    file.writeBytes(little(Long.BYTES).putLong(file.size() - before).array());
    return this;
  }

  LimeBuilder header(String magic, int version, long start, long end) {
    file.writeBytes(magic.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(little(28).putInt(version).putLong(start).putLong(end).putLong(0).array());
    return this;
  }

  LimeBuilder chunk(int kind, byte[] stored) {
    file.writeBytes(little(4).putInt(stored.length << 8 | kind).array());
    file.writeBytes(stored);
    return this;
  }

  private void data(byte[] plain) {
    SnappyCompressor snappy = new SnappyCompressor();
    byte[] packed = new byte[snappy.maxCompressedLength(plain.length)];
    int length = snappy.compress(plain, 0, plain.length, packed, 0, packed.length);
    boolean shrinks = length < plain.length;
    CRC32C crc = new CRC32C();
    crc.update(plain, 0, plain.length);
    int sum = (int) crc.getValue();
    byte[] stored = shrinks ? Arrays.copyOf(packed, length) : plain;
    ByteBuffer chunk = little(4 + stored.length);
    chunk.putInt(Integer.rotateRight(sum, 15) + 0xa282ead8).put(stored);
    chunk(shrinks ? 0 : 1, chunk.array());
  }

  private static ByteBuffer little(int sizeBytes) {
    return ByteBuffer.allocate(sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public byte[] bytes() {
    return file.toByteArray();
  }

  public ArraySource build() {
    return new ArraySource("built", bytes());
  }
}
