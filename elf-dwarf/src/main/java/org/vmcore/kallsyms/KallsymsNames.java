package org.vmcore.kallsyms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.vmcore.io.MalformedInput;
import org.vmcore.paging.Memory;

/**
 * {@code kallsyms_expand_symbol()}: names are sequences of tokens, each token a piece of text. The
 * first letter of a name is the symbol's type as {@code nm} prints it.
 */
final class KallsymsNames {
  private static final int TOKENS = 256;
  private static final int MAX_TOKEN_TABLE_BYTES = 1 << 16; // indexed by u16
  private static final int MAX_NAME_BYTES = 2048;
  private static final int NAME_COST_BYTES = 64; // of a string besides its letters

  private final Memory memory;
  private final long start;
  private final byte[][] tokens;

  KallsymsNames(Memory memory, KallsymsLocation location) {
    this.memory = memory;
    this.start = location.names();
    this.tokens = tokens(memory, location);
  }

  private static byte[][] tokens(Memory memory, KallsymsLocation location) {
    ByteBuffer index =
        ByteBuffer.wrap(memory.read(location.tokenIndex(), 2 * TOKENS)).order(memory.order());
    byte[][] tokens = new byte[TOKENS][];
    for (int i = 0; i < TOKENS; i++) {
      int from = index.getShort(2 * i) & 0xffff;
      tokens[i] = text(memory, location.tokenTable() + from, MAX_TOKEN_TABLE_BYTES - from);
    }
    return tokens;
  }

  private static byte[] text(Memory memory, long address, int limit) {
    int length = 0;
    while (length < limit && memory.u8(address + length) != 0) {
      length++;
    }
    return memory.read(address, length);
  }

  /**
   * The first {@code count} names with their type letters.
   *
   * @param longNames whether a length of 128 or more takes two bytes (6.1+)
   * @throws MalformedInput where something cannot be a name
   */
  String[] decode(int count, boolean longNames) {
    return decode(count, longNames, budgetBytes());
  }

  /** Page tables can show one page everywhere: names may go on for longer than any memory. */
  private static long budgetBytes() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  /** How many names there may be at all. */
  static long mostThatFit() {
    return budgetBytes() / NAME_COST_BYTES;
  }

  String[] decode(int count, boolean longNames, long budgetBytes) {
    long leftBytes = budgetBytes;
    Cursor cursor = new Cursor();
    byte[] name = new byte[MAX_NAME_BYTES];
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      int nrTokens = cursor.next();
      if (longNames && nrTokens >= 0x80) {
        nrTokens = nrTokens & 0x7f | cursor.next() << 7;
      }
      if (nrTokens > MAX_NAME_BYTES) {
        throw malformed(i, "a name of " + nrTokens + " tokens");
      }
      int length = 0;
      for (int t = 0; t < nrTokens; t++) {
        byte[] token = tokens[cursor.next()];
        if (length + token.length > name.length) {
          throw malformed(i, "a name is too long");
        }
        System.arraycopy(token, 0, name, length, token.length);
        length += token.length;
      }
      if (!isName(name, length)) {
        throw malformed(i, "no type letter and name");
      }
      leftBytes -= NAME_COST_BYTES + length;
      if (leftBytes < 0) {
        throw malformed(i, "more names than there is memory for");
      }
      names[i] = new String(name, 0, length, StandardCharsets.ISO_8859_1);
    }
    return names;
  }

  private static boolean isTypeLetter(byte letter) {
    return letter >= 'A' && letter <= 'Z' || letter >= 'a' && letter <= 'z' || letter == '?';
  }

  private static boolean isName(byte[] name, int length) {
    for (int i = 0; i < length; i++) {
      if (name[i] <= ' ' || name[i] > '~') {
        return false;
      }
    }
    return length >= 2 && isTypeLetter(name[0]);
  }

  private MalformedInput malformed(int symbol, String what) {
    return new MalformedInput(what, "kallsyms_names: symbol " + symbol, start);
  }

  /** Reads ahead in pieces: where the names end is known only after them. */
  private final class Cursor {
    private static final int PIECE_BYTES = 4096;

    private byte[] piece = {};
    private long position = start;
    private int at;

    int next() {
      if (at == piece.length) {
        int length = PIECE_BYTES - (int) (position & PIECE_BYTES - 1); // no page beyond need
        piece = memory.read(position, length);
        position += length;
        at = 0;
      }
      return piece[at++] & 0xff;
    }
  }
}
