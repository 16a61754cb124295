package org.vmcore.kernel.net;

import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Value;

/** A {@code struct slave} of a bond, {@code include/net/bonding.h}. */
public record BondSlave(Value value) {
  private static final int BOND_LINK_UP = 0; // include/uapi/linux/if_bonding.h

  /** {@code bond_for_each_slave()}. */
  public static List<BondSlave> of(NetDevice bond) {
    return ListHead.forEachEntry(
            bond.value().at("adj_list.lower"), "struct netdev_adjacent", "list")
        .stream()
        .map(link -> link.field("private"))
        .filter(slave -> !slave.isNull())
        .map(slave -> new BondSlave(slave.cast("struct slave *").deref()))
        .toList();
  }

  public NetDevice device() {
    return NetDevice.of(value.field("dev"));
  }

  /** {@code bond_slave_can_tx()}. */
  public boolean canSend() {
    return device().isRunning()
        && device().hasCarrier()
        && value.field("link").asInt() == BOND_LINK_UP
        && value.field("backup").asInt() == 0;
  }

  public int speedMbits() {
    return value.field("speed").asInt();
  }

  public int duplex() {
    return value.field("duplex").asInt();
  }
}
