package org.vmcore.types;

/** A base type of integers, characters or {@code _Bool}. */
public final class IntType extends Type {
  private final String name;
  private final long sizeBytes;
  private final boolean signed;
  private final boolean bool;

  public IntType(String name, long sizeBytes, boolean signed, boolean bool) {
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.signed = signed;
    this.bool = bool;
  }

  @Override
  String spelled(int depth) {
    return name;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  public boolean isSigned() {
    return signed;
  }

  public boolean isBool() {
    return bool;
  }
}
