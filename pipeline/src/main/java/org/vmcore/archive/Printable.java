package org.vmcore.archive;

/**
 * Text from elsewhere, made fit for a terminal: control characters, C1 codes included, appear as
 * {@code \xNN}, so no escape sequence of a crashed machine reaches the reader's screen.
 */
public final class Printable {
  private Printable() {}

  /** One line. */
  public static String of(String text) {
    return escaped(text, "");
  }

  /** Lines: newlines and tabs stay. */
  public static String lines(String text) {
    return escaped(text, "\n\t");
  }

  private static String escaped(String text, String kept) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
      if (!control || kept.indexOf(c) >= 0) {
        safe.append(c);
      } else {
        String hex = Integer.toHexString(c);
        safe.append(c < 0x100 ? "\\x" : "\\u").append("0".repeat(hex.length() % 2)).append(hex);
      }
    }
    return safe.toString();
  }
}
