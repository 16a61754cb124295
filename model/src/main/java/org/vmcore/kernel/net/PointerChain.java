package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** Structures that point to the next of their kind; NULL ends them. */
public final class PointerChain {
  private static final int MAX_ENTRIES = 1 << 20;

  private PointerChain() {}

  /**
   * All structures from the first one on.
   *
   * @param first a pointer to the first, perhaps NULL
   * @param next names that the pointer to the next may have
   * @throws Malformed when the chain runs into itself
   */
  public static List<Value> of(Value first, String... next) {
    List<Value> entries = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Value pointer = first;
    while (!pointer.isNull()) {
      if (!seen.add(pointer.asLong()) || entries.size() == MAX_ENTRIES) {
        throw new Malformed("chain runs into itself", pointer.type().spelling(), pointer.asLong());
      }
      Value entry = pointer.deref();
      entries.add(entry);
      pointer = MemberVariants.first(entry, next);
    }
    return entries;
  }
}
