package org.vmcore.io;

/** Bytes in memory: what was decompressed, or read from the dumped kernel. */
public final class ArraySource implements ByteSource {
  private final String name;
  private final byte[] bytes;

  /**
   * @param bytes kept, not copied
   */
  public ArraySource(String name, byte[] bytes) {
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
    if (!holds(position, length)) {
      throw new MalformedInput(length + " bytes wanted past the end", name, position);
    }
    System.arraycopy(bytes, (int) position, target, offset, length);
  }

  @Override
  public void close() {}
}
