package org.vmcore.kernel.net;

import org.vmcore.kernel.percpu.PercpuCounter;
import org.vmcore.model.Value;

/** {@code dst_entries_get_slow()}, {@code include/net/dst_ops.h}: routes that are remembered. */
public final class DstEntries {
  private DstEntries() {}

  /**
   * @param ops the {@code struct dst_ops}
   */
  public static long count(Value ops) {
    return PercpuCounter.sumPositive(ops.field("pcpuc_entries"));
  }
}
