package org.vmcore.io;

import java.nio.charset.StandardCharsets;

/**
 * Names in a table of strings, each of which ends with NUL or with the table. What is longer than
 * any name is cut: a hostile table may have all its names be one endless one.
 */
public final class TableString {
  /** The kernel's names have 512 bytes at most (KSYM_NAME_LEN), those of debug information more. */
  public static final int MAX_BYTES = 4096;

  private TableString() {}

  /**
   * Where a name ends.
   *
   * @param start of the name, within the table
   * @param tableEnd where the table ends
   */
  public static int end(byte[] table, int start, int tableEnd) {
    int last = tableEnd - start > MAX_BYTES ? start + MAX_BYTES : tableEnd;
    int end = start;
    while (end < last && table[end] != 0) {
      end++;
    }
    return end;
  }

  /** The name that begins at a place. */
  public static String at(byte[] table, int start, int tableEnd) {
    int end = end(table, start, tableEnd);
    return new String(table, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** {@link String#hashCode} of the same name, without making the string. */
  public static int hash(byte[] table, int start, int tableEnd) {
    int end = end(table, start, tableEnd);
    int hash = 0;
    for (int at = start; at < end; at++) {
      hash = 31 * hash + (table[at] & 0xff);
    }
    return hash;
  }
}
