package org.vmcore.kernel.fs;

import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.model.Program;

/** {@code seq_escape()}, {@code fs/seq_file.c}: some characters as backslash and octal digits. */
public final class SeqEscape {
  /** What is escaped in paths. */
  public static final String IN_PATHS = " \t\n\\";

  private SeqEscape() {}

  /** The text with each of the characters as {@code \040}. */
  public static String escape(String text, String characters) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (characters.indexOf(c) < 0) {
        escaped.append(c);
      } else {
        escaped.append('\\').append((char) ('0' + (c >> 6 & 7)));
        escaped.append((char) ('0' + (c >> 3 & 7))).append((char) ('0' + (c & 7)));
      }
    }
    return escaped.toString();
  }

  /** The text with each backslash and its three octal digits as the character they stand for. */
  public static String unescape(String escaped) {
    StringBuilder text = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      boolean inside = escaped.charAt(i) == '\\' && i + 3 < escaped.length();
      if (inside && escaped.substring(i + 1, i + 4).matches("[0-7]+")) {
        text.append((char) (Integer.parseInt(escaped.substring(i + 1, i + 4), 8) & 0xff));
        i += 3;
      } else {
        text.append(escaped.charAt(i));
      }
    }
    return text.toString();
  }

  /** A path as {@code seq_path()} escapes it. */
  public static String path(String path) {
    return escape(path, IN_PATHS);
  }

  /** {@code mangle()}, {@code fs/proc_namespace.c}: names of devices and types; 5.12 added '#'. */
  static String mangle(Program kernel, String name) {
    boolean withHash = name.indexOf('#') >= 0 && RodataStrings.of(kernel).has(IN_PATHS + "#\0");
    return escape(name, withHash ? IN_PATHS + "#" : IN_PATHS);
  }
}
