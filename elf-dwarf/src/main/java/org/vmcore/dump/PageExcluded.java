package org.vmcore.dump;

/** A page that the dump level left out, or may have left out. */
public final class PageExcluded extends MemoryFault {
  private static final long serialVersionUID = 1L;

  private final PageState state;

  /**
   * @param state {@link PageState#EXCLUDED} or {@link PageState#ZERO_OR_EXCLUDED}
   */
  public PageExcluded(String dump, long paddr, PageState state) {
    super(
        "page at paddr 0x"
            + Long.toHexString(paddr)
            + (state == PageState.EXCLUDED ? " was excluded" : " was zero or excluded")
            + " when the dump was written",
        dump,
        paddr,
        "a lower dump level keeps it");
    this.state = state;
  }

  public PageState state() {
    return state;
  }
}
