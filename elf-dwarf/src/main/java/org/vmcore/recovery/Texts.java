package org.vmcore.recovery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that lies in memory between other bytes. */
final class Texts {
  private static final Pattern BANNER =
      Pattern.compile(LinkedKernel.BANNER_START + "(\\d[!-~]{2,63}) .*", Pattern.DOTALL);

  private Texts() {}

  static byte[] upToNul(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return Arrays.copyOf(bytes, length);
  }

  static boolean startsWith(byte[] bytes, int at, byte[] wanted) {
    return at >= 0
        && at + wanted.length <= bytes.length
        && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
  }

  /** Whether these bytes begin with a whole {@code linux_banner}: one line, and its end. */
  static boolean isBanner(byte[] bytes) {
    byte[] text = upToNul(bytes);
    String line = new String(text, StandardCharsets.ISO_8859_1);
    return text.length < bytes.length
        && line.indexOf('\n') == line.length() - 1
        && release(line).isPresent();
  }

  /** The release in {@code Linux version 6.1.0-55-amd64 (...}. */
  static Optional<String> release(String banner) {
    Matcher matcher = BANNER.matcher(banner);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
