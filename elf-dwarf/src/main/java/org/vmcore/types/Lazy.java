package org.vmcore.types;

import java.util.function.Supplier;

/** A value made on first use. Racing threads may make it twice; they then agree on one. */
final class Lazy<T> {
  private volatile Supplier<? extends T> supplier;
  private volatile T value;

  Lazy(Supplier<? extends T> supplier) {
    this.supplier = supplier;
  }

  static <T> Lazy<T> of(T value) {
    Lazy<T> lazy = new Lazy<>(null);
    lazy.value = value;
    return lazy;
  }

  T get() {
    T made = value;
    if (made != null) {
      return made;
    }
    Supplier<? extends T> maker = supplier;
    T candidate = maker == null ? null : maker.get();
    synchronized (this) {
      if (value == null) {
        value = candidate;
        supplier = null;
      }
      return value;
    }
  }
}
