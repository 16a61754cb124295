package org.vmcore.dump.flattened;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vmcore.io.ArraySource;

/** A stream of records, as {@code makedumpfile -F} writes it. */
public final class FlattenedBuilder {
  private static final int RECORD_BYTES = 5000;

  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20);

  public FlattenedBuilder() {
    bytes.put("makedumpfile".getBytes(StandardCharsets.US_ASCII));
    bytes.putLong(16, 1).putLong(24, 1).position(4096);
  }

  /** A file in several records, the last first. */
  public static FlattenedBuilder inReverse(byte[] file) {
    FlattenedBuilder stream = new FlattenedBuilder();
    for (int at = (file.length - 1) / RECORD_BYTES * RECORD_BYTES; at >= 0; at -= RECORD_BYTES) {
      stream.record(at, Arrays.copyOfRange(file, at, Math.min(file.length, at + RECORD_BYTES)));
    }
    return stream;
  }

  FlattenedBuilder record(long offset, byte[] data) {
    bytes.putLong(offset).putLong(data.length).put(data);
    return this;
  }

  FlattenedBuilder record(long offset, String data) {
    return record(offset, data.getBytes(StandardCharsets.US_ASCII));
  }

  public ArraySource ended() {
    bytes.putLong(-1).putLong(-1);
    return cut(0);
  }

  ArraySource cut(int lastBytes) {
    return new ArraySource("built", Arrays.copyOf(bytes.array(), bytes.position() - lastBytes));
  }
}
