package org.vmcore.kernel.printk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The log of kernels before 5.10: {@code struct printk_log}s one behind the other in {@code
 * log_buf}, from {@code log_first_idx} to {@code log_next_idx}.
 */
final class RecordBuffer {
  private final Program kernel;
  private final long buffer;
  private final long sizeBytes;
  private final long headerBytes;

  RecordBuffer(Program kernel) {
    this.kernel = kernel;
    this.buffer = kernel.symbol("log_buf").asLong();
    this.sizeBytes = kernel.symbol("log_buf_len").asLong() & 0xffffffffL;
    this.headerBytes = kernel.sizeOf("struct printk_log");
  }

  List<LogRecord> records() {
    List<LogRecord> records = new ArrayList<>();
    long at = kernel.symbol("log_first_idx").asLong() & 0xffffffffL;
    long seq = kernel.symbol("log_first_seq").asLong();
    long end = kernel.symbol("log_next_seq").asLong();
    long most = sizeBytes / headerBytes;
    for (long i = 0; i < most && seq != end; i++) {
      Value header = headerAt(at);
      int length = header.field("len").asInt();
      if (length == 0) { // the rest of the buffer was too small: on with its start
        at = 0;
        header = headerAt(at);
        length = header.field("len").asInt();
      }
      if (length < headerBytes || at + length > sizeBytes) {
        throw new Malformed("record of " + length + " bytes", "struct printk_log", buffer + at);
      }
      records.add(record(header, seq));
      at += length;
      seq++;
    }
    return records;
  }

  private Value headerAt(long offset) {
    if (offset + headerBytes > sizeBytes) {
      throw new Malformed("index outside the buffer", "struct printk_log", buffer + offset);
    }
    return kernel.object("struct printk_log", buffer + offset);
  }

  private LogRecord record(Value header, long seq) {
    int flags = header.field("flags").asInt();
    int textLength = header.field("text_len").asInt();
    long text = header.address() + headerBytes;
    List<String> dictionary = dictionary(text + textLength, header.field("dict_len").asInt());
    return new LogRecord(
        seq,
        header.field("ts_nsec").asLong(),
        header.field("facility").asInt(),
        header.field("level").asInt(),
        header.has("caller_id")
            ? OptionalLong.of(header.field("caller_id").asLong() & 0xffffffffL)
            : OptionalLong.empty(),
        (flags & LogRecord.LOG_NEWLINE) != 0,
        (flags & LogRecord.LOG_CONT) != 0,
        string(text, textLength),
        valueOf("SUBSYSTEM=", dictionary),
        valueOf("DEVICE=", dictionary));
  }

  private List<String> dictionary(long address, int length) {
    return List.of(string(address, length).split("\0", -1));
  }

  private static String valueOf(String key, List<String> dictionary) {
    return dictionary.stream()
        .filter(entry -> entry.startsWith(key))
        .map(entry -> entry.substring(key.length()))
        .findFirst()
        .orElse("");
  }

  private String string(long address, int length) {
    return new String(kernel.memory().read(address, length), StandardCharsets.ISO_8859_1);
  }
}
