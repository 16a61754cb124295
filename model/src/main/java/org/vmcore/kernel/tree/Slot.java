package org.vmcore.kernel.tree;

import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What a tree holds at an index.
 *
 * @param index the key
 * @param entry the bits of the slot: an address, or a small number marked as such
 */
public record Slot(Program kernel, long index, long entry) {
  /** The object pointed to: {@code as("struct irq_desc")}. */
  public Value as(String type) {
    return kernel.object(type, entry);
  }
}
