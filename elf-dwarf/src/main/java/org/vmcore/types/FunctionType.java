package org.vmcore.types;

import java.util.List;
import java.util.function.Supplier;

/** A function's type. */
public final class FunctionType extends Type {
  private final Lazy<Type> result;
  private final Lazy<List<Type>> parameters;

  public FunctionType(Supplier<? extends Type> result, Supplier<List<Type>> parameters) {
    this.result = new Lazy<>(result);
    this.parameters = new Lazy<>(() -> List.copyOf(parameters.get()));
  }

  public Type result() {
    return result.get();
  }

  public List<Type> parameters() {
    return parameters.get();
  }

  @Override
  String spelled(int depth) {
    return spelledPart(result(), depth) + " (*)(…)";
  }

  @Override
  public long sizeBytes() {
    return 0;
  }
}
