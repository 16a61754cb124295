package org.vmcore.dump;

/** A page that the dump level left out. */
public final class PageExcluded extends MemoryFault {
  private static final long serialVersionUID = 1L;

  public PageExcluded(String dump, long paddr) {
    super(
        "page at paddr 0x" + Long.toHexString(paddr) + " was excluded when the dump was written",
        dump,
        paddr,
        "a lower dump level keeps it");
  }
}
