package org.vmcore.io;

import java.io.Closeable;

/**
 * Random access to a sequence of bytes of known size: a local file, a part of one, or a rearranged
 * view. Thread-safe: reads carry their position.
 */
public interface ByteSource extends Closeable {
  /** What messages call this source, usually the file's path. */
  String name();

  /** Bytes in all. */
  long sizeBytes();

  /**
   * Copies {@code length} bytes from {@code position} on.
   *
   * @throws MalformedInput when the range does not lie inside the source
   */
  void read(long position, byte[] target, int offset, int length);

  /**
   * Whether {@code length} bytes from {@code position} on are there: some sources lack pieces in
   * their middle.
   */
  default boolean holds(long position, long length) {
    return position >= 0 && length >= 0 && position <= sizeBytes() - length;
  }

  /**
   * The bytes {@code [position, position + length)} in a new array, made only where the source can
   * fill it.
   *
   * @throws MalformedInput when the range does not lie inside the source
   */
  default byte[] read(long position, int length) {
    if (length < 0 || length > sizeBytes()) {
      throw new MalformedInput(length + " bytes of " + sizeBytes() + " wanted", name(), position);
    }
    byte[] bytes = new byte[length];
    read(position, bytes, 0, length);
    return bytes;
  }

  /** Whether it ends where it should, as far as it tells itself. */
  default boolean isWhole() {
    return true;
  }

  /** A view of {@code [position, position + length)} as a source of its own. */
  default ByteSource slice(String name, long position, long length) {
    return new SlicedSource(this, name, position, length);
  }

  @Override
  void close();
}
