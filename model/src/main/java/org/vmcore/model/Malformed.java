package org.vmcore.model;

import org.vmcore.io.Fault;

/** Kernel data that cannot be: a loop in a list, an absurd count. Expected after a crash. */
public final class Malformed extends Fault {
  private static final long serialVersionUID = 1L;

  /**
   * @param structure what is being walked
   * @param address where it went wrong
   */
  public Malformed(String what, String structure, long address) {
    super(what, structure + " at 0x" + Long.toHexString(address), "");
  }
}
