package org.vmcore.dwarf;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Definitions by name: the index, and a look at each candidate's real name. Thread-safe. */
final class DwarfNames {
  private static final int MAX_SPECIFICATIONS = 8;

  private final Units units;
  private final DwarfIndex index;
  private final Map<IndexKind, Map<String, long[]>> found = new EnumMap<>(IndexKind.class);

  DwarfNames(Units units, DwarfIndex index) {
    this.units = units;
    this.index = index;
    for (IndexKind kind : IndexKind.values()) {
      found.put(kind, new ConcurrentHashMap<>());
    }
  }

  /** Places of all definitions of this name, in order of definition. */
  long[] definitions(IndexKind kind, String name) {
    return found.get(kind).computeIfAbsent(name, n -> search(kind, n));
  }

  private long[] search(IndexKind kind, String name) {
    return Arrays.stream(index.offsets(kind, name))
        .filter(offset -> nameAt(offset).equals(name))
        .toArray();
  }

  /** Places of enumerations that may define this constant. */
  long[] enumerations(String enumerator) {
    return index.offsets(IndexKind.ENUMERATOR, enumerator);
  }

  /** Everything that the index has, each once, in order of definition. */
  List<DwarfIndex.Entry> inOrder() {
    return index.inOrder().stream().distinct().toList();
  }

  /** Places of all base types. */
  long[] baseTypes() {
    return index.offsets(IndexKind.BASE);
  }

  /** The entry's name, or that of the declaration it completes. */
  String nameAt(long dieOffset) {
    return named(units.die(dieOffset)).name();
  }

  /** The entry that holds the name: this one, or a declaration. */
  Die named(Die die) {
    Die current = die;
    for (int i = 0; i < MAX_SPECIFICATIONS; i++) {
      if (current.hasName() || current.specification == Die.NONE) {
        return current;
      }
      current = units.die(current.specification);
    }
    return current;
  }

  /** The entry that holds the type: this one, or a declaration. */
  Die typed(Die die) {
    Die current = die;
    for (int i = 0; i < MAX_SPECIFICATIONS; i++) {
      if (current.hasType() || current.specification == Die.NONE) {
        return current;
      }
      current = units.die(current.specification);
    }
    return current;
  }
}
