package org.vmcore.types;

import java.util.function.Supplier;

/** A pointer. */
public final class PointerType extends Type {
  private final Lazy<Type> target;
  private final long sizeBytes;

  public PointerType(Supplier<? extends Type> target, long sizeBytes) {
    this.target = new Lazy<>(target);
    this.sizeBytes = sizeBytes;
  }

  public Type target() {
    return target.get();
  }

  @Override
  String spelled(int depth) {
    return spelledPart(target(), depth) + " *";
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }
}
