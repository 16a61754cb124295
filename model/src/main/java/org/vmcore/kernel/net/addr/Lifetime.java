package org.vmcore.kernel.net.addr;

/** How long an address may be used, and used for new connections, in seconds. */
public record Lifetime(long validSeconds, long preferredSeconds) {
  private static final long INFINITY_LIFE_TIME = 0xffffffffL; // include/net/addrconf.h

  static final Lifetime FOREVER = new Lifetime(INFINITY_LIFE_TIME, INFINITY_LIFE_TIME);

  /** What is left of the times after a while. */
  static Lifetime left(long validSeconds, long preferredSeconds, long ageSeconds) {
    if (preferredSeconds == INFINITY_LIFE_TIME) {
      return new Lifetime(validSeconds, preferredSeconds);
    }
    long validLeft =
        validSeconds == INFINITY_LIFE_TIME ? validSeconds : Math.max(0, validSeconds - ageSeconds);
    return new Lifetime(validLeft, Math.max(0, preferredSeconds - ageSeconds));
  }

  public boolean isAlwaysValid() {
    return validSeconds == INFINITY_LIFE_TIME;
  }

  public boolean isAlwaysPreferred() {
    return preferredSeconds == INFINITY_LIFE_TIME;
  }
}
