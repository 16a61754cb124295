package org.vmcore.debuginfo.index;

import static org.vmcore.debuginfo.index.IndexFormat.PER_BLOCK;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vmcore.io.Cursor;

/** Names by number and numbers by name: {@link IndexFormat.Part#NAMES}. Immutable, thread-safe. */
final class NameTable {
  /** No number. */
  static final int NONE = -1;

  private final IndexPart blocks;
  private final IndexPart names;

  NameTable(IndexPart blocks, IndexPart names) {
    this.blocks = blocks;
    this.names = names;
  }

  private int nrBlocks() {
    return blocks.sizeBytes() / Integer.BYTES;
  }

  String name(int number) {
    if (number < 0 || number / PER_BLOCK >= nrBlocks()) {
      throw names.malformed("no name " + number, 0);
    }
    Block block = new Block(number / PER_BLOCK);
    for (int i = 0; i <= number % PER_BLOCK; i++) {
      block.next();
    }
    return block.name();
  }

  /** The number of a name, or {@link #NONE}. */
  int number(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.ISO_8859_1);
    int low = 0;
    int high = nrBlocks();
    while (low < high) {
      int middle = low + high >>> 1;
      Block block = new Block(middle);
      block.next();
      if (block.compareTo(wanted) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? NONE : within(low - 1, name, wanted);
  }

  private int within(int number, String name, byte[] wanted) {
    Block block = new Block(number);
    for (int i = 0; i < PER_BLOCK && block.hasNext(); i++) {
      block.next();
      if (block.compareTo(wanted) == 0) {
        // A character that is no byte was written as a question mark.
        return block.name().equals(name) ? number * PER_BLOCK + i : NONE;
      }
    }
    return NONE;
  }

  /** One block, name by name. */
  private final class Block {
    private final Cursor in;
    private byte[] name = new byte[64];
    private int length;

    Block(int number) {
      in = names.cursor(blocks.u32(number * Integer.BYTES));
    }

    boolean hasNext() {
      return in.hasRemaining();
    }

    void next() {
      long shared = in.uleb128();
      long own = in.uleb128();
      if (shared < 0 || shared > length || own < 0 || own > in.remaining()) {
        throw in.malformed("a name of " + shared + " and " + own + " bytes");
      }
      length = (int) (shared + own);
      if (length > name.length) {
        name = Arrays.copyOf(name, length * 2);
      }
      in.read(name, (int) shared, (int) own);
    }

    int compareTo(byte[] wanted) {
      return Arrays.compareUnsigned(name, 0, length, wanted, 0, wanted.length);
    }

    String name() {
      return new String(name, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
