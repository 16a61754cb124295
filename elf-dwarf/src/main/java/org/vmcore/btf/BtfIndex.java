package org.vmcore.btf;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.vmcore.types.BaseTypeName;

/** Types of one blob by name, and enumerations by the names of their constants. */
final class BtfIndex {
  private final BtfTable table;
  private final long[] types; // hash of the name << 32 | number of the type, sorted
  private final long[] enumerators; // hash of the constant's name << 32 | number of the enumeration

  BtfIndex(BtfTable table) {
    this.table = table;
    this.types = collect(this::addType);
    this.enumerators = collect(this::addEnumerators);
  }

  private interface Collector {
    void add(int id, Keys keys);
  }

  private static final class Keys {
    private long[] keys = new long[1024];
    private int count;

    void add(int hash, int id) {
      if (count == keys.length) {
        keys = Arrays.copyOf(keys, count * 2);
      }
      keys[count++] = (long) hash << 32 | id;
    }
  }

  private long[] collect(Collector collector) {
    Keys keys = new Keys();
    for (int id = table.firstId(); id < table.endId(); id++) {
      collector.add(id, keys);
    }
    long[] sorted = Arrays.copyOf(keys.keys, keys.count);
    Arrays.sort(sorted);
    return sorted;
  }

  private void addType(int id, Keys keys) {
    switch (table.kind(id)) {
      case STRUCT, UNION, ENUM, ENUM64, TYPEDEF, FUNC, VAR -> {
        if (table.nameOffset(id) != 0) {
          keys.add(table.hashOf(table.nameOffset(id)), id);
        }
      }
      case INT, FLOAT -> keys.add(BaseTypeName.canonical(table.nameOf(id)).hashCode(), id);
      default -> {}
    }
  }

  private void addEnumerators(int id, Keys keys) {
    BtfKind kind = table.kind(id);
    if (kind.isEnumeration()) {
      int elementBytes = kind.trailingBytes(1);
      for (int i = 0; i < table.vlen(id); i++) {
        keys.add(table.hashOf(table.trailing(id, i * elementBytes)), id);
      }
    }
  }

  /** Hands over the types whose name may be this one, by ascending number, that pass the test. */
  void types(String name, IntPredicate test, IntConsumer consumer) {
    candidates(types, name, id -> test.test(id), consumer);
  }

  void enumerations(String enumerator, IntConsumer consumer) {
    candidates(enumerators, enumerator, id -> true, consumer);
  }

  private static void candidates(
      long[] keys, String name, IntPredicate test, IntConsumer consumer) {
    long wanted = (long) name.hashCode() << 32;
    int at = Arrays.binarySearch(keys, wanted);
    for (int i = at < 0 ? -at - 1 : at; i < keys.length; i++) {
      if ((int) (keys[i] >> 32) != name.hashCode()) {
        return;
      }
      int id = (int) keys[i];
      if (test.test(id)) {
        consumer.accept(id);
      }
    }
  }
}
