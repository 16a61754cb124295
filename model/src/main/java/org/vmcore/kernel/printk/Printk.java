package org.vmcore.kernel.printk;

import java.util.List;
import org.vmcore.model.Program;

/**
 * The kernel's log as it stands in its buffer, oldest record first: the ring of 5.10+ ({@code
 * kernel/printk/printk_ringbuffer.c}) or the byte buffer of records before. Found once.
 */
public final class Printk {
  private final List<LogRecord> records;

  private Printk(Program kernel) {
    this.records =
        List.copyOf(
            kernel.hasSymbol("prb")
                ? new RingBuffer(kernel.symbol("prb").deref()).records()
                : new RecordBuffer(kernel).records());
  }

  /**
   * @throws org.vmcore.model.NoSuchSymbol when the kernel keeps its log in neither form
   */
  public static Printk of(Program kernel) {
    return kernel.computed(Printk.class, Printk::new);
  }

  public List<LogRecord> records() {
    return records;
  }
}
