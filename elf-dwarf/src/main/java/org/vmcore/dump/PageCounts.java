package org.vmcore.dump;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Pages of a dump by state, and the size of such a page in bytes. Immutable. */
public record PageCounts(int pageSizeBytes, Map<PageState, Long> pages) {
  public PageCounts {
    EnumMap<PageState, Long> copy = new EnumMap<>(PageState.class);
    copy.putAll(pages);
    pages = Collections.unmodifiableMap(copy);
  }

  public long of(PageState state) {
    return pages.getOrDefault(state, 0L);
  }
}
