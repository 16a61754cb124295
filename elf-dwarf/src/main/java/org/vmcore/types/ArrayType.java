package org.vmcore.types;

import java.util.function.Supplier;

/** An array; dimensions nest. */
public final class ArrayType extends Type {
  private final Lazy<Type> element;
  private final long length;

  /**
   * @param length elements; 0 for a flexible array member, whose real length the caller knows
   */
  public ArrayType(Supplier<? extends Type> element, long length) {
    this.element = new Lazy<>(element);
    this.length = length;
  }

  public Type element() {
    return element.get();
  }

  public long length() {
    return length;
  }

  @Override
  public String spelling() {
    return element().spelling() + " [" + (length == 0 ? "" : Long.toString(length)) + "]";
  }

  @Override
  public long sizeBytes() {
    return length * element().sizeBytes();
  }
}
