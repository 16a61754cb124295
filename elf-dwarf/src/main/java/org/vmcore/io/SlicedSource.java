package org.vmcore.io;

/** A part of another source. Closing it leaves the other one open. */
final class SlicedSource implements ByteSource {
  private final ByteSource whole;
  private final String name;
  private final long start;
  private final long sizeBytes;

  SlicedSource(ByteSource whole, String name, long start, long sizeBytes) {
    if (start < 0 || sizeBytes < 0 || start > whole.sizeBytes() - sizeBytes) {
      throw new MalformedInput(
          "a part of " + sizeBytes + " bytes reaches past the end of " + whole.sizeBytes(),
          whole.name() + ": " + name,
          start);
    }
    this.whole = whole;
    this.name = name;
    this.start = start;
    this.sizeBytes = sizeBytes;
  }

  @Override
  public String name() {
    return whole.name() + ": " + name;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) {
    if (position < 0 || length < 0 || position > sizeBytes - length) {
      throw new MalformedInput(length + " bytes wanted past the end", name(), position);
    }
    whole.read(start + position, target, offset, length);
  }

  /** The whole may know better how much it can give. */
  @Override
  public byte[] read(long position, int length) {
    if (!holds(position, length)) {
      throw new MalformedInput(length + " bytes wanted past the end", name(), position);
    }
    return whole.read(start + position, length);
  }

  @Override
  public void close() {}
}
