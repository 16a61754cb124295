package org.vmcore.kernel.net.ethtool;

import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** {@code struct ethtool_ops}, {@code include/linux/ethtool.h}. */
public final class EthtoolOps {
  private EthtoolOps() {}

  /** Whether the driver of a device has an operation: {@code "get_ringparam"}. */
  public static boolean has(NetDevice device, String operation) {
    Value ops = device.value().field("ethtool_ops");
    return !ops.isNull() && ops.has(operation) && !ops.field(operation).isNull();
  }

  /** Name of the driver's function for an operation; empty when it has none. */
  public static String function(NetDevice device, String operation) {
    if (!has(device, operation)) {
      return "";
    }
    long address = device.value().field("ethtool_ops").field(operation).asLong();
    return device
        .value()
        .program()
        .symbolAt(address)
        .map(SymbolAt::name)
        .orElseGet(() -> "at 0x" + Long.toHexString(address));
  }
}
