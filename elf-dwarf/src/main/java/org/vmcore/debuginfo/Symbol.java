package org.vmcore.debuginfo;

/**
 * A symbol of a kernel image or a module.
 *
 * @param value link-time address (or run-time address, for symbols read from memory)
 * @param sizeBytes 0 when not known
 * @param placement how the address moves when the kernel is relocated
 */
public record Symbol(String name, long value, long sizeBytes, boolean global, Placement placement) {
  /** Its address in an image that runs so many bytes from where it was linked. */
  public long value(long relocationBytes) {
    return switch (placement) {
      case RELOCATED_TEXT, RELOCATED_DATA -> value + relocationBytes;
      case ABSOLUTE, ZERO_BASED_PER_CPU -> value;
    };
  }

  /** How the address of a symbol follows the image it belongs to. */
  public enum Placement {
    /** In a section that moves with KASLR. */
    RELOCATED_TEXT,
    RELOCATED_DATA,
    /** A number, not an address. */
    ABSOLUTE,
    /** In a per-CPU section that is linked at address 0. */
    ZERO_BASED_PER_CPU
  }
}
