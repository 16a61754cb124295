package org.vmcore.model;

import java.util.List;

/** Entries of tables, chosen by numbers from the dead kernel's memory. */
public final class Entries {
  private Entries() {}

  /**
   * The entry of this number.
   *
   * @param table what the kernel calls the table
   * @throws Malformed when there is none
   */
  public static <T> T at(List<T> entries, long number, String table) {
    return entries.get(index(number, entries.size(), table));
  }

  /**
   * The number itself, as an index into an array.
   *
   * @param count how many entries there are
   * @param table what the kernel calls the table
   * @throws Malformed when it has no such entry
   */
  public static int index(long number, int count, String table) {
    if (number < 0 || number >= count) {
      throw new Malformed("no entry " + number, table, number);
    }
    return (int) number;
  }
}
