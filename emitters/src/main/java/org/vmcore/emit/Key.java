package org.vmcore.emit;

import java.util.List;

/**
 * One of the many: what fills the placeholders of the path, and what the emitter writes about.
 *
 * @param names one for each placeholder
 */
public record Key<T>(List<String> names, T subject) {
  public Key {
    names = List.copyOf(names);
  }

  public static <T> Key<T> of(String name, T subject) {
    return new Key<>(List.of(name), subject);
  }

  public static <T> Key<T> of(String first, String second, T subject) {
    return new Key<>(List.of(first, second), subject);
  }
}
