package org.vmcore.debuginfo;

import org.vmcore.types.Type;

/**
 * A global or static variable.
 *
 * @param address link-time address; relative to the per-CPU section for zero-based per-CPU data
 */
public record Variable(String name, Type type, long address) {}
