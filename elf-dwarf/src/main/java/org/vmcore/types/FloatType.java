package org.vmcore.types;

/** A floating-point base type; kernels hardly have one. */
public final class FloatType extends Type {
  private final String name;
  private final long sizeBytes;

  public FloatType(String name, long sizeBytes) {
    this.name = name;
    this.sizeBytes = sizeBytes;
  }

  @Override
  String spelled(int depth) {
    return name;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }
}
