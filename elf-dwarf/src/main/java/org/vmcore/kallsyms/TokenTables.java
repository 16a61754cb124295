package org.vmcore.kallsyms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.paging.Memory;

/**
 * {@code kallsyms_token_table} and {@code kallsyms_token_index} as they are recognised: a character
 * that occurs in names is the token of its own number, so the ten digits follow each other; and the
 * index has the place of each of the 256 tokens.
 *
 * @param end address behind the index
 */
record TokenTables(long table, long index, long end) {
  static final byte[] DIGITS =
      "0\0001\0002\0003\0004\0005\0006\0007\0008\0009\0".getBytes(StandardCharsets.US_ASCII);

  private static final int TOKENS = 256;
  private static final int INDEX_BYTES = 2 * TOKENS;
  private static final int MAX_TABLE_BYTES = 1 << 16; // indexed by u16

  /** The tables whose token of the digit 0 lies here. */
  static Optional<TokenTables> around(Memory memory, long digits) {
    try {
      int[] places = new int[TOKENS]; // of the tokens from the digit on
      int at = 0;
      for (int token = '0'; token < TOKENS; token++) {
        places[token] = at;
        while (memory.u8(digits + at) != 0) {
          if (++at > MAX_TABLE_BYTES) {
            return Optional.empty();
          }
        }
        at++;
      }
      for (int alignment : new int[] {8, 4}) {
        long index = digits + at + alignment - 1 & -alignment;
        long table = digits - (memory.u16(index + 2 * '0') & 0xffff);
        if (indexes(memory, index, table, places)) {
          return Optional.of(new TokenTables(table, index, index + INDEX_BYTES));
        }
      }
    } catch (MemoryFault hole) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean indexes(Memory memory, long index, long table, int[] places) {
    ByteBuffer entries = ByteBuffer.wrap(memory.read(index, INDEX_BYTES)).order(memory.order());
    int digits = entries.getShort(2 * '0') & 0xffff;
    int last = -1;
    for (int token = 0; token < TOKENS; token++) {
      int place = entries.getShort(2 * token) & 0xffff;
      boolean follows = token == 0 ? place == 0 : place > last && memory.u8(table + place - 1) == 0;
      if (!follows || token >= '0' && place - digits != places[token]) {
        return false;
      }
      last = place;
    }
    return true;
  }
}
