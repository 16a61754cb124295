package org.vmcore.dump;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether dumps of one memory, written at several of makedumpfile's levels, lack what their levels
 * say and nothing else. The bits of a level each leave something out: a level that has all bits of
 * another one keeps no page that the other lacks, and one whose bits are those of two others lacks
 * what either of these does. Bit 1, zeros, loses nothing.
 */
final class LevelComparison {
  private static final int PAGE_BYTES = 4096;
  private static final int ZEROS = 1; // DL_EXCLUDE_ZERO
  private static final Pattern LEVEL_IN_NAME = Pattern.compile(".*-d(\\d{1,2})(\\.\\w+)?");

  private final List<Leveled> dumps = new ArrayList<>();
  private final Map<String, Long> mistakes = new TreeMap<>();

  /**
   * A dump whose level is known.
   *
   * @param isExact whether it tells each page that was left out; of an ELF core short runs of them
   *     stay, and a zero may be one of them
   */
  private record Leveled(String name, Dump dump, int level, boolean isExact) {
    boolean isPartOf(Leveled other) {
      return isExact == other.isExact && level != other.level && (level & ~other.level) == 0;
    }

    boolean isUnionOf(Leveled one, Leveled other) {
      return isExact
          && one.isPartOf(this)
          && other.isPartOf(this)
          && (one.level | other.level) == level;
    }
  }

  /** What a dump says of a page. */
  private enum Share {
    KEPT,
    LEFT_OUT,
    /** Nothing that has to do with its level. */
    UNKNOWN;

    static Share of(PageState state) {
      return switch (state) {
        case PRESENT, ZERO -> KEPT;
        case EXCLUDED, ZERO_OR_EXCLUDED -> LEFT_OUT;
        case ABSENT, ABSENT_PART, LOST, TRUNCATED, CORRUPT -> UNKNOWN;
      };
    }
  }

  /** As the header records it or, as an ELF core cannot, its name tells: {@code vmcore-d31}. */
  static OptionalInt levelOf(String name, Dump dump) {
    OptionalInt recorded = dump.description().dumpLevel();
    Matcher named = LEVEL_IN_NAME.matcher(name);
    return recorded.isEmpty() && named.matches()
        ? OptionalInt.of(Integer.parseInt(named.group(1)))
        : recorded;
  }

  /** Takes part where its level is known. */
  void add(String name, Dump dump) {
    boolean isExact = !dump.description().format().startsWith("ELF");
    levelOf(name, dump).ifPresent(level -> dumps.add(new Leveled(name, dump, level, isExact)));
    dumps.sort(Comparator.comparing(Leveled::isExact).thenComparing(Leveled::level));
  }

  /** A line for each dump: level, kB stored, kB left out, name. */
  List<String> counts() {
    List<String> lines = new ArrayList<>();
    for (Leveled one : dumps) {
      PageCounts counts = one.dump.pageCounts();
      long leftOut = counts.of(PageState.EXCLUDED) + counts.of(PageState.ZERO_OR_EXCLUDED);
      int pageKb = counts.pageSizeBytes() / 1024;
      long stored = counts.of(PageState.PRESENT) * pageKb;
      lines.add(one.level + "\t" + stored + "\t" + leftOut * pageKb + "\t" + one.name);
    }
    return lines;
  }

  /**
   * What is wrong, a line each; empty when nothing is.
   *
   * @param end where memory ends
   */
  List<String> mistakes(long end) {
    mistakes.clear();
    Share[] shares = new Share[dumps.size()];
    for (long paddr = 0; paddr < end; paddr += PAGE_BYTES) {
      for (int i = 0; i < shares.length; i++) {
        shares[i] = Share.of(dumps.get(i).dump.state(paddr));
      }
      compare(shares);
    }
    List<String> lines = new ArrayList<>();
    mistakes.forEach((what, pages) -> lines.add(pages + " pages: " + what));
    return lines;
  }

  private void compare(Share[] shares) {
    for (int i = 0; i < shares.length; i++) {
      Leveled one = dumps.get(i);
      if (one.isExact && (one.level & ~ZEROS) == 0 && shares[i] == Share.LEFT_OUT) {
        mistake(one.name + " lacks them, though its level loses nothing");
      }
      for (int j = 0; j < shares.length; j++) {
        Leveled other = dumps.get(j);
        if (other.isPartOf(one) && shares[i] == Share.KEPT && shares[j] == Share.LEFT_OUT) {
          mistake(one.name + " keeps them, " + other.name + " of a lower level does not");
        }
      }
      union(shares, i);
    }
  }

  /** What a level lacks, one of the two that it is made of must lack. */
  private void union(Share[] shares, int whole) {
    for (int i = 0; i < shares.length && shares[whole] == Share.LEFT_OUT; i++) {
      for (int j = 0; j < i; j++) {
        Leveled one = dumps.get(i);
        Leveled other = dumps.get(j);
        if (shares[i] == Share.KEPT
            && shares[j] == Share.KEPT
            && dumps.get(whole).isUnionOf(one, other)) {
          mistake(
              dumps.get(whole).name + " lacks them, neither " + one.name + " nor " + other.name);
        }
      }
    }
  }

  private void mistake(String what) {
    mistakes.merge(what, 1L, Long::sum);
  }
}
