package org.vmcore.kernel.net;

/** A protocol's counter by the name that {@code /proc/net} has for it. Unsigned but for a few. */
public record SnmpCounter(String name, long value) {}
