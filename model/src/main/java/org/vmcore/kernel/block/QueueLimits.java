package org.vmcore.kernel.block;

import java.util.OptionalLong;
import org.vmcore.model.Value;

/**
 * {@code struct queue_limits}, {@code include/linux/blkdev.h}: what a device can take in a request.
 *
 * @param value the {@code struct queue_limits}
 */
public record QueueLimits(Value value) {
  private static final int SECTOR_SHIFT = 9;
  private static final long BLK_FLAG_MISALIGNED = 1 << 1; // include/linux/blkdev.h

  /** A limit by its name; empty when this kernel knows no such limit. */
  public OptionalLong find(String name) {
    return value.has(name) ? OptionalLong.of(value.field(name).asLong()) : OptionalLong.empty();
  }

  /** A limit that all kernels know. */
  public long get(String name) {
    return value.field(name).asLong();
  }

  private boolean isMisaligned() {
    return value.has("misaligned")
        ? value.field("misaligned").asBoolean()
        : (get("flags") & BLK_FLAG_MISALIGNED) != 0; // 6.11+
  }

  /** {@code bdev_alignment_offset()}: bytes, -1 where nothing can be aligned. */
  int alignmentOffset(long startSect, boolean partition) {
    if (isMisaligned()) {
      return -1;
    }
    if (!partition) {
      return (int) get("alignment_offset");
    }
    long granularity = Math.max(get("physical_block_size"), get("io_min"));
    if (granularity >> SECTOR_SHIFT == 0) {
      return 0;
    }
    long alignment = Long.remainderUnsigned(startSect, granularity >> SECTOR_SHIFT) << SECTOR_SHIFT;
    return (int) ((granularity + get("alignment_offset") - alignment) % granularity);
  }

  /** {@code bdev_discard_alignment()}: bytes. */
  long discardAlignment(long startSect, boolean partition) {
    if (!partition) {
      return get("discard_alignment");
    }
    long granularity = get("discard_granularity") >> SECTOR_SHIFT;
    if (get("max_discard_sectors") == 0 || granularity == 0) {
      return 0;
    }
    long offset = Long.remainderUnsigned(startSect, granularity);
    long alignment = get("discard_alignment") >> SECTOR_SHIFT;
    return (granularity + alignment - offset) % granularity << SECTOR_SHIFT;
  }
}
