package org.vmcore.types;

import java.util.Arrays;
import java.util.List;

/** C's many spellings of one integer type: {@code unsigned long} is {@code long unsigned int}. */
public final class BaseTypeName {
  private static final List<String> IMPLIED = List.of("int", "signed");

  private BaseTypeName() {}

  /** The same for all spellings of a type; {@code char} and {@code signed char} stay two types. */
  public static String canonical(String name) {
    if (name.indexOf(' ') < 0) {
      return name.equals("unsigned") ? "int unsigned" : name;
    }
    String[] words = name.strip().split(" +");
    Arrays.sort(words);
    String sorted = String.join(" ", words);
    if (sorted.contains("char") || sorted.equals("int unsigned")) {
      return sorted;
    }
    String[] telling =
        Arrays.stream(words).filter(word -> !IMPLIED.contains(word)).toArray(String[]::new);
    if (telling.length == 0) {
      return "int";
    }
    return telling.length == 1 && telling[0].equals("unsigned")
        ? "int unsigned"
        : String.join(" ", telling);
  }
}
