package org.vmcore.kernel.time;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as C programs print them, in UTC: the time zone of the machine is not in kernel memory. */
public final class Calendar {
  private static final DateTimeFormatter CTIME = pattern("EEE MMM ppd HH:mm:ss yyyy");
  private static final DateTimeFormatter DATE = pattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy");
  private static final DateTimeFormatter CLOCK = pattern("HH:mm:ss");
  private static final DateTimeFormatter MINUTES = pattern("HH:mm");
  private static final DateTimeFormatter DAY = pattern("MMMdd");
  private static final DateTimeFormatter YEAR = pattern("yyyy");

  private Calendar() {}

  /** {@code Mon Nov 2 22:01:02 2026}, as {@code ctime(3)} writes it. */
  public static String ctime(long secondsSince1970) {
    return CTIME.format(Instant.ofEpochSecond(secondsSince1970));
  }

  /** {@code Mon Nov 2 22:01:02 UTC 2026}, as {@code date(1)} does in the C locale. */
  public static String date(long secondsSince1970) {
    return DATE.format(Instant.ofEpochSecond(secondsSince1970));
  }

  /** {@code 22:01:02}. */
  public static String clock(long secondsSince1970) {
    return CLOCK.format(Instant.ofEpochSecond(secondsSince1970));
  }

  /** {@code 22:01} for times of today, {@code Nov02} for those of this year, else the year. */
  public static String clockOrDate(long secondsSince1970, long nowSeconds) {
    Instant time = Instant.ofEpochSecond(secondsSince1970);
    Instant now = Instant.ofEpochSecond(nowSeconds);
    if (!YEAR.format(time).equals(YEAR.format(now))) {
      return YEAR.format(time);
    }
    return DAY.format(time).equals(DAY.format(now)) ? MINUTES.format(time) : DAY.format(time);
  }

  private static DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }
}
