package org.vmcore.emit.plugins.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.emit.Text;
import org.vmcore.kernel.trace.TraceEvent;
import org.vmcore.kernel.trace.TraceRecord;
import org.vmcore.model.Program;

/** The fields of records, by the tables in which the kernel describes them. */
final class TraceFields {
  private static final long KERNEL_SPACE = 1L << 63; // addresses of a kernel have this bit

  private final Program kernel;
  private final Map<Integer, TraceEvent> types;
  private final Map<Integer, List<TraceEvent.Field>> fields = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final int pidOffset;

  TraceFields(Program kernel, Map<Integer, TraceEvent> types) {
    this.kernel = kernel;
    this.types = types;
    this.pidOffset = (int) kernel.offsetOf("struct trace_entry", "pid");
  }

  private ByteBuffer bytes(TraceRecord record) {
    return ByteBuffer.wrap(record.data()).order(kernel.memory().order());
  }

  /** {@code trace_entry.pid}; -1 for a record too short to have one. */
  int pid(TraceRecord record) {
    return record.data().length < pidOffset + Integer.BYTES ? -1 : bytes(record).getInt(pidOffset);
  }

  /** The event's name and its own fields. */
  void print(TraceRecord record, Text out) {
    if (record.data().length < Short.BYTES) {
      out.raw("(too short)");
      return;
    }
    int type = bytes(record).getShort(0) & 0xffff;
    TraceEvent event = types.get(type);
    if (event == null) {
      out.print("event %d:", type);
      return;
    }
    out.print("%s:", names.computeIfAbsent(type, t -> event.name()));
    for (TraceEvent.Field field : fields.computeIfAbsent(type, t -> event.fields())) {
      if (field.offset() >= 0 && field.offset() + field.sizeBytes() <= record.data().length) {
        out.print(" %s=", field.name());
        out.raw(value(field, bytes(record)));
      }
    }
  }

  private String value(TraceEvent.Field field, ByteBuffer data) {
    if (field.type().startsWith("__data_loc") || field.type().startsWith("__rel_loc")) {
      return located(field, data);
    }
    if (field.type().contains("char[") || field.type().contains("char [")) {
      return text(data, field.offset(), field.sizeBytes());
    }
    return switch (field.sizeBytes()) {
      case 1 -> number(field, data.get(field.offset()), 0xff);
      case 2 -> number(field, data.getShort(field.offset()), 0xffff);
      case 4 -> number(field, data.getInt(field.offset()), 0xffffffffL);
      case 8 -> wide(field, data.getLong(field.offset()));
      default -> hex(data, field.offset(), field.sizeBytes());
    };
  }

  private static String number(TraceEvent.Field field, long value, long mask) {
    return Long.toString(field.signed() ? value : value & mask);
  }

  /** Addresses of the kernel by the symbol that they stand for, if there is one. */
  private String wide(TraceEvent.Field field, long value) {
    boolean address = field.type().contains("*") || field.type().equals("unsigned long");
    if (address && (value & KERNEL_SPACE) != 0) {
      return kernel
          .symbolAt(value)
          .map(symbol -> symbol.name() + "+0x" + Long.toHexString(symbol.offsetBytes()))
          .orElse("0x" + Long.toHexString(value));
    }
    if (field.type().contains("*")) {
      return "0x" + Long.toHexString(value);
    }
    return field.signed() ? Long.toString(value) : Long.toUnsignedString(value);
  }

  /** A field that stands behind the others: its place and length. */
  private static String located(TraceEvent.Field field, ByteBuffer data) {
    int location = data.getInt(field.offset());
    int offset = location & 0xffff;
    if (field.type().startsWith("__rel_loc")) {
      offset += field.offset() + field.sizeBytes();
    }
    int length = location >>> 16;
    if (offset + length > data.limit()) {
      return "(beyond its record)";
    }
    return field.type().contains("char") ? text(data, offset, length) : hex(data, offset, length);
  }

  private static String text(ByteBuffer data, int offset, int length) {
    byte[] bytes = new byte[length];
    data.get(offset, bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).replace('\n', ' ');
  }

  private static String hex(ByteBuffer data, int offset, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int b = data.get(offset + i) & 0xff;
      text.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return text.toString();
  }
}
