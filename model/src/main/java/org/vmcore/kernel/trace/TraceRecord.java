package org.vmcore.kernel.trace;

/**
 * An event in the buffer of a CPU.
 *
 * @param time by the buffer's clock, in nanoseconds for most
 * @param data the event's record, {@code struct trace_entry} first
 */
public record TraceRecord(int cpu, long time, byte[] data) {}
