package org.vmcore.dump;

/** A page whose stored bytes do not decode. */
public final class PageCorrupt extends MemoryFault {
  private static final long serialVersionUID = 1L;

  public PageCorrupt(String dump, long paddr, String reason) {
    super(
        "page at paddr 0x" + Long.toHexString(paddr) + " cannot be decoded: " + reason,
        dump,
        paddr,
        "copy the dump again and compare checksums");
  }
}
