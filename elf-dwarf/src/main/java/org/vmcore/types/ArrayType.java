package org.vmcore.types;

import java.util.function.Supplier;

/** An array; dimensions nest. */
public final class ArrayType extends Type {
  private static final int MAX_DIMENSIONS = 256;

  private final Lazy<Type> element;
  private final long length;

  /**
   * @param length elements; 0 for a flexible array member, whose real length the caller knows, and
   *     for what cannot be a length
   */
  public ArrayType(Supplier<? extends Type> element, long length) {
    this.element = new Lazy<>(element);
    this.length = Math.max(0, length);
  }

  public Type element() {
    return element.get();
  }

  public long length() {
    return length;
  }

  @Override
  String spelled(int depth) {
    return spelledPart(element(), depth) + " [" + (length == 0 ? "" : Long.toString(length)) + "]";
  }

  /** As C has it; the largest number for arrays that no memory holds. */
  @Override
  public long sizeBytes() {
    long elements = length;
    Type type = element().resolved();
    for (int i = 0; i < MAX_DIMENSIONS && type instanceof ArrayType row; i++) {
      elements = product(elements, row.length);
      type = row.element().resolved();
    }
    // Arrays of arrays without end have no size.
    return type instanceof ArrayType ? 0 : product(elements, type.sizeBytes());
  }

  private static long product(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    return high == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
  }
}
