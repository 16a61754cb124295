package org.vmcore.kernel.block;

/**
 * Properties of a queue that were {@code QUEUE_FLAG_*} and are {@code BLK_FEAT_*} of its limits
 * since 6.11 ({@code include/linux/blkdev.h}).
 */
public enum QueueFeature {
  WRITE_CACHE("WC", 0),
  FUA("FUA", 1),
  ROTATIONAL("NONROT", 2),
  ADD_RANDOM("ADD_RANDOM", 3),
  IO_STAT("IO_STAT", 4),
  STABLE_WRITES("STABLE_WRITES", 5),
  DAX("DAX", 8),
  POLL("POLL", 9);

  private static final long BLK_FLAG_WRITE_CACHE_DISABLED = 1;

  private final String flag;
  private final int featureBit;

  QueueFeature(String flag, int featureBit) {
    this.flag = flag;
    this.featureBit = featureBit;
  }

  boolean isIn(RequestQueue queue) {
    QueueLimits limits = queue.limits();
    if (limits.find("features").isEmpty()) {
      return queue.hasFlag(flag) != (this == ROTATIONAL);
    }
    boolean has = (limits.get("features") >> featureBit & 1) != 0;
    boolean disabled =
        this == WRITE_CACHE && (limits.get("flags") & BLK_FLAG_WRITE_CACHE_DISABLED) != 0;
    return has && !disabled;
  }
}
