package org.vmcore.kallsyms;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vmcore.paging.PlacedBytes;

/**
 * Lays the tables of {@code scripts/kallsyms.c} into memory one after the other. Token i is the
 * character i.
 */
final class KallsymsBytes {
  private static final int NAMES_PER_MARKER = 256;

  private final PlacedBytes memory;
  private final long stext;
  private int alignment = 8;
  private int markerBytes = 4;
  private boolean twoByteLengths = true;
  private long at;

  /**
   * @param start where the tables begin
   * @param stext address of the first symbol; each is 16 bytes behind the one before
   */
  KallsymsBytes(PlacedBytes memory, long start, long stext) {
    this.memory = memory;
    this.at = start;
    this.stext = stext;
  }

  /** As before 4.20. */
  KallsymsBytes longMarkers() {
    markerBytes = 8;
    return this;
  }

  /** As before 6.1: a length of up to 255 is one byte. */
  KallsymsBytes oneByteLengths() {
    twoByteLengths = false;
    return this;
  }

  /** As since 7.0. */
  KallsymsBytes narrow() {
    alignment = 4;
    return this;
  }

  private long align() {
    at = at + alignment - 1 & -alignment;
    return at;
  }

  /** {@code kallsyms_addresses}. */
  KallsymsBytes addresses(int count) {
    align();
    for (int i = 0; i < count; i++, at += 8) {
      memory.putLong(at, address(i));
    }
    return this;
  }

  /** {@code kallsyms_offsets} with {@code kallsyms_relative_base} behind. */
  KallsymsBytes offsets(int count) {
    align();
    for (int i = 0; i < count; i++, at += 4) {
      memory.putInt(at, (int) (address(i) - stext));
    }
    return relativeBase(stext);
  }

  /** The same, counted down from the base, as with per-CPU symbols that count up from 0. */
  KallsymsBytes negativeOffsets(int count) {
    align();
    for (int i = 0; i < count; i++, at += 4) {
      memory.putInt(at, (int) (stext - 1 - address(i)));
    }
    return relativeBase(stext);
  }

  /** {@code kallsyms_offsets} from their own places. */
  KallsymsBytes ownOffsets(int count) {
    align();
    for (int i = 0; i < count; i++, at += 4) {
      memory.putInt(at, (int) (address(i) - at));
    }
    return this;
  }

  private KallsymsBytes relativeBase(long base) {
    memory.putLong(align(), base);
    at += 8;
    return this;
  }

  long address(int i) {
    return stext + 16L * i;
  }

  /** {@code kallsyms_num_syms}, {@code kallsyms_names} and {@code kallsyms_markers}. */
  KallsymsBytes names(List<String> names) {
    memory.putInt(align(), names.size());
    at += 4;
    align();
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    int[] markers = new int[(names.size() - 1) / NAMES_PER_MARKER + 1];
    for (int i = 0; i < names.size(); i++) {
      if (i % NAMES_PER_MARKER == 0) {
        markers[i / NAMES_PER_MARKER] = encoded.size();
      }
      byte[] name = names.get(i).getBytes(StandardCharsets.ISO_8859_1);
      if (twoByteLengths && name.length >= 0x80) {
        encoded.write(name.length & 0x7f | 0x80);
        encoded.write(name.length >> 7);
      } else {
        encoded.write(name.length);
      }
      encoded.writeBytes(name);
    }
    memory.put(at, encoded.toByteArray());
    at += encoded.size();
    align();
    for (int marker : markers) {
      if (markerBytes == 8) {
        memory.putLong(at, marker);
      } else {
        memory.putInt(at, marker);
      }
      at += markerBytes;
    }
    return this;
  }

  /** {@code kallsyms_seqs_of_names}: what stands in it does not matter. */
  KallsymsBytes seqs(int count) {
    at = align() + 3L * count;
    return this;
  }

  /** {@code kallsyms_token_table} and {@code kallsyms_token_index}. */
  KallsymsBytes tokens() {
    long table = align();
    for (int token = 0; token < 256; token++) {
      at += token == 0 ? 1 : 2; // token 0 is empty
    }
    long index = align();
    long text = table;
    for (int token = 0; token < 256; token++) {
      memory.putShort(index + 2L * token, (int) (text - table));
      if (token != 0) {
        memory.put(text++, (byte) token);
      }
      memory.put(text++, (byte) 0);
    }
    at = index + 512;
    return this;
  }
}
