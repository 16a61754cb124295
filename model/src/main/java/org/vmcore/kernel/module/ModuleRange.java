package org.vmcore.kernel.module;

/**
 * A part of a module's memory.
 *
 * @param init whether it was needed only while the module was being loaded
 */
public record ModuleRange(long base, long sizeBytes, boolean init) {
  /** Whether the range holds this address. */
  public boolean holds(long address) {
    return Long.compareUnsigned(address - base, sizeBytes) < 0;
  }
}
