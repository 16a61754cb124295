package org.vmcore.types;

/** {@code void}, and what a pointer without a target type points to. */
public final class VoidType extends Type {
  public static final VoidType INSTANCE = new VoidType();

  private VoidType() {}

  @Override
  String spelled(int depth) {
    return "void";
  }

  @Override
  public long sizeBytes() {
    return 0;
  }
}
