package org.vmcore.kernel.net;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Value;

/** A {@code struct slave} of a bond, {@code include/net/bonding.h}. */
public record BondSlave(Value value) {
  // include/uapi/linux/if_bonding.h
  private static final int BOND_LINK_UP = 0;
  private static final int BOND_LINK_FAIL = 1;
  private static final int BOND_LINK_DOWN = 2;
  private static final int BOND_LINK_BACK = 3;

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

  /** {@code bond_slave_link_status()}. */
  public String linkStatus() {
    return switch (value.field("link").asInt()) {
      case BOND_LINK_UP -> "up";
      case BOND_LINK_FAIL -> "going down";
      case BOND_LINK_DOWN -> "down";
      case BOND_LINK_BACK -> "going back";
      default -> "unknown";
    };
  }

  /** {@code perm_hwaddr}: its own address, while the bond may have given it another. */
  public byte[] permanentAddress() {
    int length = value.field("dev").field("addr_len").asInt();
    Value address = value.field("perm_hwaddr");
    return address.bytes(Math.min(length, address.length()));
  }

  /** The {@code struct port} of 802.3ad. */
  public Value port() {
    return value.field("ad_info").field("port");
  }

  /** The {@code struct aggregator} that its port belongs to. */
  public Optional<Value> aggregator() {
    if (value.field("ad_info").isNull() || port().field("aggregator").isNull()) {
      return Optional.empty();
    }
    return Optional.of(port().field("aggregator").deref());
  }
}
