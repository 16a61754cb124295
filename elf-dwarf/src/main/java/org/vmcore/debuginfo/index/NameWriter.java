package org.vmcore.debuginfo.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Collects names, then numbers them by their order. For one thread. */
final class NameWriter {
  private final Map<String, Name> collected = new HashMap<>();

  /** A name; its number is known when all are written. */
  static final class Name implements Comparable<Name> {
    private final String text;
    private int number;

    private Name(String text) {
      this.text = text;
    }

    int number() {
      return number;
    }

    @Override
    public int compareTo(Name other) {
      return text.compareTo(other.text);
    }
  }

  Name add(String text) {
    return collected.computeIfAbsent(text, Name::new);
  }

  /** Ends the collecting: writes all names and the offsets of their blocks. */
  void write(IndexBytes blocks, IndexBytes names) {
    Name[] sorted = collected.values().toArray(new Name[0]);
    Arrays.sort(sorted);
    byte[] before = {};
    for (int number = 0; number < sorted.length; number++) {
      sorted[number].number = number;
      byte[] name = sorted[number].text.getBytes(StandardCharsets.ISO_8859_1);
      int shared = 0;
      if (number % IndexFormat.PER_BLOCK == 0) {
        blocks.u32(names.size());
      } else {
        int mismatch = Arrays.mismatch(before, name);
        shared = mismatch < 0 ? name.length : mismatch;
      }
      names.uleb128(shared);
      names.uleb128(name.length - shared);
      names.bytes(name, shared, name.length - shared);
      before = name;
    }
  }

  /** The number of a name that was collected. */
  int number(String text) {
    return collected.get(text).number;
  }
}
