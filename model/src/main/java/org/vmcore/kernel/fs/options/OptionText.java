package org.vmcore.kernel.fs.options;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.fs.SeqEscape;
import org.vmcore.model.Value;

/**
 * What a file system's {@code show_options()} writes: each option with a separator before it, which
 * is a comma but in a few files. For one thread.
 */
public final class OptionText {
  private final char separator;
  private final StringBuilder text = new StringBuilder();
  private final List<String> missing = new ArrayList<>();

  OptionText() {
    this(',');
  }

  OptionText(char separator) {
    this.separator = separator;
  }

  /** The options so far. */
  public String text() {
    return text.toString();
  }

  /** What could not be told of them. */
  public List<String> missing() {
    return List.copyOf(missing);
  }

  void missing(String what) {
    missing.add(what);
  }

  void flag(String name) {
    text.append(separator).append(name);
  }

  void flagIf(boolean set, String name) {
    if (set) {
      flag(name);
    }
  }

  void put(String name, String value) {
    flag(name + "=" + value);
  }

  /** {@code %d}, or {@code %u} of a number that was unsigned. */
  void put(String name, long value) {
    put(name, Long.toString(value));
  }

  /** {@code %lu}. */
  void putUnsigned(String name, long value) {
    put(name, Long.toUnsignedString(value));
  }

  /** {@code %0WIDTHo}. */
  void octal(String name, long mode, int width) {
    String digits = Long.toOctalString(mode);
    put(name, "0".repeat(Math.max(0, width - digits.length())) + digits);
  }

  /** {@code seq_show_option()}, {@code include/linux/seq_file.h}. */
  void escaped(String name, String value) {
    flag(SeqEscape.escape(name, ",=" + SeqEscape.IN_PATHS));
    text.append('=').append(SeqEscape.escape(value, "," + SeqEscape.IN_PATHS));
  }

  /** The owner, where it is not root: {@code uid} and {@code gid} are members of the holder. */
  void owner(Value uid, Value gid) {
    putUnlessZero("uid", uid.field("val").asLong());
    putUnlessZero("gid", gid.field("val").asLong());
  }

  void putUnlessZero(String name, long value) {
    if (value != 0) {
      put(name, value);
    }
  }
}
