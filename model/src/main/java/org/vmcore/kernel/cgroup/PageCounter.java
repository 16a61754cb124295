package org.vmcore.kernel.cgroup;

import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct page_counter}, {@code include/linux/page_counter.h}: pages in use, and limits.
 */
public record PageCounter(Value counter) {

  /** {@code PAGE_COUNTER_MAX}: no limit. */
  public static long maxPages(Program kernel) {
    return Long.MAX_VALUE / kernel.pageSizeBytes();
  }

  public long usageNrPages() {
    return counter.at("usage.counter").asLong();
  }

  public long usageBytes() {
    return bytes(usageNrPages());
  }

  /** The most that was in use. */
  public long watermarkBytes() {
    return bytes(counter.field("watermark").asLong());
  }

  public long maxNrPages() {
    return counter.field("max").asLong();
  }

  public long maxBytes() {
    return bytes(maxNrPages());
  }

  /** How often the limit was met. */
  public long nrFailures() {
    return counter.field("failcnt").asLong();
  }

  private long bytes(long nrPages) {
    return nrPages * counter.program().pageSizeBytes();
  }
}
