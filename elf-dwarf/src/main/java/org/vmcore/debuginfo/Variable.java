package org.vmcore.debuginfo;

import java.util.function.Supplier;
import org.vmcore.types.Type;

/**
 * A global or static variable.
 *
 * @param address link-time address; relative to the per-CPU section for zero-based per-CPU data
 * @param external whether all files mean this one by its name
 * @param place found out when it is asked for
 */
public record Variable(
    String name, Type type, long address, boolean external, Supplier<Place> place) {
  /** One that all files know by its name. */
  public Variable(String name, Type type, long address) {
    this(name, type, address, true, () -> Place.UNKNOWN);
  }
}
