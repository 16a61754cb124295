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

  /**
   * Memory by state in kB, whatever the container's unit; without what was never there, of which
   * containers know more or less.
   */
  public Map<PageState, Long> kbByState() {
    EnumMap<PageState, Long> kb = new EnumMap<>(PageState.class);
    pages.forEach(
        (state, count) -> {
          if (count > 0 && state != PageState.ABSENT) {
            kb.put(state, count * (pageSizeBytes / 1024));
          }
        });
    return Collections.unmodifiableMap(kb);
  }

  public long of(PageState state) {
    return pages.getOrDefault(state, 0L);
  }
}
