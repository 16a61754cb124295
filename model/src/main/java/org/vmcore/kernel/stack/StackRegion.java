package org.vmcore.kernel.stack;

/**
 * Memory that is one stack.
 *
 * @param name as the kernel calls it when it shows a trace: {@code TASK}, {@code IRQ}, {@code NMI}
 * @param begin its lowest address
 * @param end the address behind it
 */
public record StackRegion(String name, long begin, long end) {
  /** The stack of the task itself. */
  public static final String TASK = "TASK";

  /** Whether {@code sizeBytes} at the address are all within. */
  public boolean holds(long address, int sizeBytes) {
    long roomBytes = end - begin - sizeBytes;
    return roomBytes >= 0 && Long.compareUnsigned(address - begin, roomBytes) <= 0;
  }
}
