package org.vmcore.io;

/** A file built in code. */
public record BytesSource(String name, byte[] bytes) implements ByteSource {
  public static BytesSource of(byte[] bytes) {
    return new BytesSource("built", bytes);
  }

  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) {
    if (!holds(position, length)) {
      throw new MalformedInput(length + " bytes wanted past the end", name, position);
    }
    System.arraycopy(bytes, (int) position, target, offset, length);
  }

  @Override
  public void close() {}
}
