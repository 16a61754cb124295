package org.vmcore.types;

import java.util.Optional;

/** A C type. Immutable as seen from outside, thread-safe. */
public abstract sealed class Type
    permits VoidType,
        IntType,
        FloatType,
        EnumType,
        StructType,
        PointerType,
        ArrayType,
        FunctionType,
        AliasType {

  Type() {}

  private static final int MAX_DEPTH = 256; // hostile types refer to each other in circles

  /** As C spells it: {@code struct task_struct}, {@code unsigned int}, {@code char *}. */
  public final String spelling() {
    return spelled(0);
  }

  /** As above; types that are made of others spell these one deeper. */
  abstract String spelled(int depth);

  /** How a type that this one is made of is spelled. */
  static String spelledPart(Type part, int depth) {
    return depth == MAX_DEPTH ? "…" : part.spelled(depth + 1);
  }

  /** {@code sizeof}; 0 for incomplete types, functions and void. */
  public abstract long sizeBytes();

  /** This type behind all typedefs and qualifiers. */
  public Type resolved() {
    return this;
  }

  /** This type as a structure or union; empty {@code Optional} for all others. */
  public final Optional<StructType> asStruct() {
    return resolved() instanceof StructType struct ? Optional.of(struct) : Optional.empty();
  }

  @Override
  public final String toString() {
    return spelling();
  }
}
