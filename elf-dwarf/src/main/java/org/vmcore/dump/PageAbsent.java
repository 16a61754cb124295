package org.vmcore.dump;

import java.util.Locale;

/** A page that the dump does not hold, for another reason than its dump level. */
public final class PageAbsent extends MemoryFault {
  private static final long serialVersionUID = 1L;

  private final PageState state;

  public PageAbsent(String dump, long paddr, PageState state) {
    super(
        "page at paddr 0x"
            + Long.toHexString(paddr)
            + " is not in the dump ("
            + state.name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + ")",
        dump,
        paddr,
        "");
    this.state = state;
  }

  public PageState state() {
    return state;
  }
}
