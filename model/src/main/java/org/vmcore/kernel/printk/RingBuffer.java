package org.vmcore.kernel.printk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code struct printk_ringbuffer}: descriptors by number, and text in a ring of bytes at logical
 * positions that only grow. A record that its writer did not commit is left out, as the kernel's
 * own readers do.
 */
final class RingBuffer {
  private static final int MAX_BITS = 30;
  private static final int DESC_FLAGS_SHIFT = 62; // kernel/printk/printk_ringbuffer.h
  private static final long DESC_ID_MASK = (1L << DESC_FLAGS_SHIFT) - 1;
  private static final int ID_BYTES = 8; // the number of the descriptor before each text

  private final Program kernel;
  private final Value descs;
  private final Value infos;
  private final int countBits;
  private final long tail;
  private final long head;
  private final long data;
  private final int sizeBits;
  private final long committed;
  private final long finalized;

  RingBuffer(Value buffer) {
    this.kernel = buffer.program();
    Value ring = buffer.field("desc_ring");
    this.descs = ring.field("descs");
    this.infos = ring.field("infos");
    this.countBits = bits(ring.field("count_bits"));
    this.tail = ring.at("tail_id.counter").asLong();
    this.head = ring.at("head_id.counter").asLong();
    Value text = buffer.field("text_data_ring");
    this.data = text.field("data").asLong();
    this.sizeBits = bits(text.field("size_bits"));
    this.committed = kernel.enumerator("desc_committed");
    this.finalized = kernel.enumerator("desc_finalized");
  }

  private static int bits(Value field) {
    int bits = field.asInt();
    if (bits <= 0 || bits > MAX_BITS) {
      throw new Malformed("absurd size of 2^" + bits, "struct printk_ringbuffer", field.address());
    }
    return bits;
  }

  List<LogRecord> records() {
    List<LogRecord> records = new ArrayList<>();
    long count = (head - tail & DESC_ID_MASK) + 1;
    for (long i = 0; i < Math.min(count, 1L << countBits); i++) {
      record(tail + i & DESC_ID_MASK).ifPresent(records::add);
    }
    return records;
  }

  private Optional<LogRecord> record(long id) {
    long slot = id & (1L << countBits) - 1;
    Value desc = descs.index(slot);
    long stateVar = desc.at("state_var.counter").asLong();
    long state = stateVar >>> DESC_FLAGS_SHIFT;
    if ((stateVar & DESC_ID_MASK) != id || state != committed && state != finalized) {
      return Optional.empty();
    }
    Value info = infos.index(slot);
    int flags = info.field("flags").asInt();
    Value device = info.field("dev_info");
    return Optional.of(
        new LogRecord(
            info.field("seq").asLong(),
            info.field("ts_nsec").asLong(),
            info.field("facility").asInt(),
            info.field("level").asInt(),
            OptionalLong.of(info.field("caller_id").asLong() & 0xffffffffL),
            (flags & LogRecord.LOG_NEWLINE) != 0,
            (flags & LogRecord.LOG_CONT) != 0,
            text(desc.field("text_blk_lpos"), info.field("text_len").asInt()),
            device.field("subsystem").asString(),
            device.field("device").asString()));
  }

  /** {@code get_data()}: a block that would cross the end of the ring stands at its start. */
  private String text(Value block, int length) {
    long begin = block.field("begin").asLong();
    long next = block.field("next").asLong();
    if ((begin & 1) != 0 || (next & 1) != 0) {
      return ""; // LPOS_DATALESS(): FAILED_LPOS, NO_LPOS and the like
    }
    long size = 1L << sizeBits;
    long lastByte = next - 1 & size - 1;
    boolean wraps = begin >>> sizeBits != next - 1 >>> sizeBits;
    long start = wraps ? 0 : begin & size - 1;
    long room = lastByte + 1 - start - ID_BYTES;
    int available = (int) Math.min(length, Math.max(0, room));
    byte[] bytes = kernel.memory().read(data + start + ID_BYTES, available);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
