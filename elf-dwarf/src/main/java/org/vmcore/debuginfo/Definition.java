package org.vmcore.debuginfo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.vmcore.types.Type;

/**
 * A complete type by one of the places that define it.
 *
 * @param place found out when it is asked for
 */
public record Definition(Type type, Supplier<Place> place) {
  /** The first of those that say the same, in their order. */
  static List<Definition> different(List<Definition> all) {
    if (all.size() < 2) {
      return all;
    }
    List<Definition> different = new ArrayList<>();
    for (Definition definition : all) {
      if (different.stream().noneMatch(other -> SameType.is(other.type(), definition.type()))) {
        different.add(definition);
      }
    }
    return different;
  }
}
