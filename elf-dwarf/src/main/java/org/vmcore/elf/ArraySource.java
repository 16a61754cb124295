package org.vmcore.elf;

import org.vmcore.io.ByteSource;
import org.vmcore.io.MalformedInput;

/** Bytes that were decompressed into memory. */
final class ArraySource implements ByteSource {
  private final String name;
  private final byte[] bytes;

  ArraySource(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) {
    if (position < 0 || length < 0 || position > bytes.length - length) {
      throw new MalformedInput(length + " bytes wanted past the end", name, position);
    }
    System.arraycopy(bytes, (int) position, target, offset, length);
  }

  @Override
  public void close() {}
}
