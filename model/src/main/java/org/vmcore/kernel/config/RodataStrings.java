package org.vmcore.kernel.config;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.vmcore.model.Program;

/**
 * Strings in the kernel's read-only data. Where a line of a file came or went without any type or
 * symbol that tells, the line's own format string does.
 */
public final class RodataStrings {
  private static final int MAX_BYTES = 64 << 20;
  private static final int PIECE_BYTES = 4096;

  private final String data; // a char for each byte
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  private RodataStrings(Program kernel) {
    this.data = new String(read(kernel), StandardCharsets.ISO_8859_1);
  }

  public static RodataStrings of(Program kernel) {
    return kernel.computed(RodataStrings.class, RodataStrings::new);
  }

  /** What cannot be read stays zero. */
  private static byte[] read(Program kernel) {
    OptionalLong start = kernel.findAddress("__start_rodata");
    OptionalLong end = kernel.findAddress("__end_rodata");
    long size = end.orElse(0) - start.orElse(0);
    byte[] bytes = new byte[(int) Math.max(0, Math.min(size, MAX_BYTES))];
    for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
      long address = start.getAsLong() + at;
      int length = Math.min(PIECE_BYTES, bytes.length - at);
      if (kernel.memory().isReadable(address) && kernel.memory().isReadable(address + length - 1)) {
        kernel.memory().read(address, bytes, at, length);
      }
    }
    return bytes;
  }

  /** What follows a text that stands at one place alone; empty when it stands nowhere. */
  public String following(String text, int length) {
    int at = data.indexOf(text);
    return at < 0
        ? ""
        : data.substring(at + text.length(), Math.min(data.length(), at + text.length() + length));
  }

  /** Whether the kernel holds this text anywhere. */
  public boolean has(String text) {
    return known.computeIfAbsent(text, data::contains);
  }
}
