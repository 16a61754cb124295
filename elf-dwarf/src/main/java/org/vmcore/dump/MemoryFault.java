package org.vmcore.dump;

import org.vmcore.io.Fault;

/** Memory that cannot be read. Subclasses tell why. */
public abstract class MemoryFault extends Fault {
  private static final long serialVersionUID = 1L;

  private final long address;

  protected MemoryFault(String what, String where, long address, String remedy) {
    super(what, where, remedy);
    this.address = address;
  }

  /** The address that failed: physical for page faults, virtual for {@code NotMapped}. */
  public final long address() {
    return address;
  }
}
