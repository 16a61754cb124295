package org.vmcore.emit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an emitter writes: text in the formats of C's {@code printf}, which are those of the
 * kernel's own files. Strings from kernel memory hold a byte in each char and are written so; what
 * is above {@code 0xff} is written in UTF-8. For one thread.
 */
public final class Text {
  private static final int MAX_BYTES = 64 << 20;
  private static final int FIRST_BYTES = 1024;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private final List<String> missing = new ArrayList<>();
  private String linkTarget;

  /** A line: the format's text and a newline. */
  public void line(String format, Object... arguments) {
    print(format, arguments);
    append('\n');
  }

  /** Text in a format of {@code printf}. */
  public void print(String format, Object... arguments) {
    PrintfFormat.of(format).print(this, arguments);
  }

  /** Text as it is. */
  public void raw(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0xff) {
        append(c);
      } else {
        int end = i + (Character.isHighSurrogate(c) && i + 1 < text.length() ? 2 : 1);
        raw(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
      }
    }
  }

  /** Bytes as they are. */
  public void raw(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  /** One char of at most {@code 0xff}. */
  public void append(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
  }

  void append(char c, int count) {
    for (int i = 0; i < count; i++) {
      append(c);
    }
  }

  private void reserve(int more) {
    if (more > MAX_BYTES - length) {
      throw new TextTooLong(MAX_BYTES);
    }
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  /** Says that a piece of the file is missing, and which; the rest stands. */
  public void partial(String reason) {
    if (!missing.contains(reason)) {
      missing.add(reason);
    }
  }

  /** Makes the file a symbolic link. */
  public void linkTo(String target) {
    linkTarget = target;
  }

  /** What a format gives as a string. */
  public static String format(String format, Object... arguments) {
    Text text = new Text();
    text.print(format, arguments);
    return new String(text.bytes, 0, text.length, StandardCharsets.ISO_8859_1);
  }

  public int sizeBytes() {
    return length;
  }

  /** A copy of all that was written. */
  public byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  List<String> missing() {
    return List.copyOf(missing);
  }

  /** Null for an ordinary file. */
  String linkTarget() {
    return linkTarget;
  }
}
