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
    if (number < 0 || number >= entries.size()) {
      throw new Malformed("no entry " + number, table, number);
    }
    return entries.get((int) number);
  }
}
