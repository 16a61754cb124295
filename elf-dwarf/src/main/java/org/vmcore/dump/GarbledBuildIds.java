package org.vmcore.dump;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stable releases whose {@code BUILD-ID} in VMCOREINFO is no build-id: they take it from a wrong
 * place of their notes, {@code lib/buildid.c}. Nothing but the release tells them from those that
 * do it right.
 */
final class GarbledBuildIds {
  private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,5}).*");

  /** Releases {@code major.minor.first} to {@code major.minor.last}. */
  private record Range(int major, int minor, int first, int last) {}

  private static final List<Range> RANGES =
      List.of(
          new Range(6, 11, 3, 9),
          new Range(6, 10, 14, Integer.MAX_VALUE),
          new Range(6, 6, 55, 62),
          new Range(6, 1, 113, 118),
          new Range(5, 15, 168, Integer.MAX_VALUE));

  private GarbledBuildIds() {}

  /**
   * @param osRelease as {@code uname -r} gives it
   */
  static boolean in(String osRelease) {
    Matcher parts = RELEASE.matcher(osRelease);
    if (!parts.matches()) {
      return false;
    }
    int major = Integer.parseInt(parts.group(1));
    int minor = Integer.parseInt(parts.group(2));
    int patch = Integer.parseInt(parts.group(3));
    return RANGES.stream()
        .anyMatch(r -> r.major == major && r.minor == minor && r.first <= patch && patch <= r.last);
  }
}
