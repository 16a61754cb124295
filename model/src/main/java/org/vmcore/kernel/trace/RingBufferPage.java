package org.vmcore.kernel.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.vmcore.model.Malformed;

/**
 * The events in a {@code struct buffer_data_page}, {@code include/linux/ring_buffer.h}. Each begins
 * with a word: 5 bits for its kind or length, 27 for the time since the one before.
 */
final class RingBufferPage {
  private static final int TYPE_PADDING = 29; // enum ring_buffer_type
  private static final int TYPE_TIME_EXTEND = 30;
  private static final int TYPE_TIME_STAMP = 31;
  private static final int TS_SHIFT = 27; // kernel/trace/ring_buffer.c
  private static final long TS_MSB = 0xf8L << 56; // what an absolute time leaves out
  private static final int WORD_BYTES = Integer.BYTES;

  private final int cpu;
  private final ByteBuffer data;
  private final boolean littleEndian;
  private long time;

  /**
   * @param time of the page's first event
   * @param data the events as far as they were committed
   */
  RingBufferPage(int cpu, long time, byte[] data, ByteOrder order) {
    this.cpu = cpu;
    this.time = time;
    this.data = ByteBuffer.wrap(data).order(order);
    this.littleEndian = order == ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * Adds the events from an offset on.
   *
   * @throws Malformed when an event leads out of the page
   */
  void addTo(List<TraceRecord> records, int from) {
    int at = 0;
    while (at + WORD_BYTES <= data.limit()) {
      int head = data.getInt(at);
      int kind = littleEndian ? head & 0x1f : head >>> TS_SHIFT;
      int delta = littleEndian ? head >>> 5 : head & 0x7ffffff;
      if (kind == TYPE_PADDING && delta == 0) {
        return; // nothing behind it on this page
      }
      at =
          switch (kind) {
            case TYPE_PADDING -> discarded(at, delta);
            case TYPE_TIME_EXTEND -> extended(at, delta);
            case TYPE_TIME_STAMP -> stamped(at, delta);
            default -> event(at, kind, delta, records, from);
          };
    }
  }

  private int discarded(int at, int delta) {
    time += delta;
    return at + WORD_BYTES + length(at, word(at + WORD_BYTES), 1);
  }

  private int extended(int at, int delta) {
    time += delta + ((word(at + WORD_BYTES) & 0xffffffffL) << TS_SHIFT);
    return at + 2 * WORD_BYTES;
  }

  /** The uppermost bits of an absolute time are those of the time before. */
  private int stamped(int at, int delta) {
    long stamp = delta + ((word(at + WORD_BYTES) & 0xffffffffL) << TS_SHIFT);
    time = stamp | time & TS_MSB;
    return at + 2 * WORD_BYTES;
  }

  /** Short ones have their length in words in place of a kind, long ones in a word of its own. */
  private int event(int at, int kind, int delta, List<TraceRecord> records, int from) {
    time += delta;
    boolean isLong = kind == 0;
    int start = at + (isLong ? 2 : 1) * WORD_BYTES;
    int lengthBytes =
        length(at, isLong ? word(at + WORD_BYTES) - WORD_BYTES : kind * WORD_BYTES, 1);
    if (lengthBytes > data.limit() - start) {
      throw new Malformed("event longer than its page", "struct ring_buffer_event", at);
    }
    if (at >= from) {
      byte[] record = new byte[lengthBytes];
      data.get(start, record);
      records.add(new TraceRecord(cpu, time, record));
    }
    return start + lengthBytes;
  }

  private int word(int at) {
    if (at + WORD_BYTES > data.limit()) {
      throw new Malformed("event behind the end of its page", "struct ring_buffer_event", at);
    }
    return data.getInt(at);
  }

  private int length(int at, int lengthBytes, int least) {
    if (lengthBytes < least || lengthBytes > data.limit()) {
      throw new Malformed("absurd length of " + lengthBytes, "struct ring_buffer_event", at);
    }
    return lengthBytes;
  }
}
