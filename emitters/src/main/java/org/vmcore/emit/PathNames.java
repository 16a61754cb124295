package org.vmcore.emit;

import java.nio.charset.StandardCharsets;
import org.vmcore.io.Fault;

/**
 * The one gate for names from kernel memory that become part of a path. Separators, control
 * characters and what is not ASCII are written as {@code %XX}, names are bounded. What systemd
 * escapes itself, {@code \xXX}, stays: where a backslash separates, it leads only further down.
 */
public final class PathNames {
  private static final int MAX_BYTES = 200; // tar and file systems take 255 of a segment

  /** A name that can be no file's. */
  public static final class BadName extends Fault {
    private static final long serialVersionUID = 1L;

    BadName(String why) {
      super("a name that cannot be a file's: " + why, "", "");
    }
  }

  private PathNames() {}

  /**
   * One segment of a path.
   *
   * @throws BadName when nothing is left of the name
   */
  public static String segment(String name) {
    if (name.isEmpty()) {
      throw new BadName("it is empty");
    }
    if (name.equals(".") || name.equals("..")) {
      return name.replace(".", "%2E");
    }
    StringBuilder safe = new StringBuilder(name.length());
    for (int i = 0; i < name.length() && safe.length() < MAX_BYTES; i++) {
      char c = name.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '/' && c != '\\' || isEscape(name, i)) {
        safe.append(c);
      } else {
        for (byte b : encoded(c)) {
          safe.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
        }
      }
    }
    return safe.toString();
  }

  /** {@code unit_name_escape()} of systemd: two small hexadecimal digits. */
  private static boolean isEscape(String name, int at) {
    return name.startsWith("\\x", at)
        && at + 3 < name.length()
        && SMALL_HEX.indexOf(name.charAt(at + 2)) >= 0
        && SMALL_HEX.indexOf(name.charAt(at + 3)) >= 0;
  }

  private static final String SMALL_HEX = "0123456789abcdef";
  private static final String HEX = "0123456789ABCDEF";

  /** Strings from kernel memory hold bytes; others are encoded. */
  private static byte[] encoded(char c) {
    return c <= 0xff ? new byte[] {(byte) c} : String.valueOf(c).getBytes(StandardCharsets.UTF_8);
  }

  /** Several segments, for placeholders that take more than one. */
  public static String segments(String names) {
    StringBuilder path = new StringBuilder();
    for (String name : names.split("/")) {
      if (!name.isEmpty()) {
        path.append(path.length() == 0 ? "" : "/").append(segment(name));
      }
    }
    if (path.length() == 0) {
      throw new BadName("it is empty");
    }
    return path.toString();
  }

  /**
   * The target of a link. Absolute ones are paths of the dead machine; relative ones lead to other
   * files of the report, and no further.
   *
   * @param path of the link itself
   * @throws BadName when it is empty or leads out of the report
   */
  static String linkTarget(String path, String target) {
    if (target.isEmpty()) {
      throw new BadName("the target of a link is empty");
    }
    if (target.startsWith("/")) {
      return target;
    }
    int depth = (int) path.chars().filter(c -> c == '/').count();
    for (String name : target.split("/")) {
      depth += name.equals("..") ? -1 : name.isEmpty() || name.equals(".") ? 0 : 1;
      if (depth < 0) {
        throw new BadName("the target of a link leads out of the report: " + segment(target));
      }
    }
    return target;
  }
}
