package org.vmcore.types;

import java.util.function.Supplier;

/** A typedef or a qualified type: another name, or another promise, for the same bytes. */
public final class AliasType extends Type {
  private static final int MAX_CHAIN = 256; // hostile input can nest without end

  private final String name;
  private final Lazy<Type> target;

  /**
   * @param name the typedef's name, or empty for {@code const}, {@code volatile} and the like
   */
  public AliasType(String name, Supplier<? extends Type> target) {
    this.name = name;
    this.target = new Lazy<>(target);
  }

  /** Empty for qualifiers. */
  public String name() {
    return name;
  }

  public Type target() {
    return target.get();
  }

  @Override
  public Type resolved() {
    Type type = this;
    for (int i = 0; i < MAX_CHAIN; i++) {
      if (!(type instanceof AliasType alias)) {
        return type;
      }
      type = alias.target();
    }
    return VoidType.INSTANCE;
  }

  @Override
  String spelled(int depth) {
    return name.isEmpty() ? spelledPart(resolved(), depth) : name;
  }

  @Override
  public long sizeBytes() {
    return resolved().sizeBytes();
  }
}
