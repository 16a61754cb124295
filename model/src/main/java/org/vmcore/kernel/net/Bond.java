package org.vmcore.kernel.net;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct bonding}, {@code include/net/bonding.h}. */
public record Bond(Value value) {
  // include/uapi/linux/if_bonding.h
  public static final int BOND_MODE_ACTIVEBACKUP = 1;
  public static final int BOND_MODE_8023AD = 4;
  private static final int BOND_MODE_XOR = 2;
  private static final int BOND_MODE_TLB = 5;
  private static final int BOND_MODE_ALB = 6;

  private static final int MAX_NAMES = 64; // an option has far fewer values
  private static final int MAX_PORTS = 1 << 12;

  /** The bond that a device is; empty for others. */
  public static Optional<Bond> of(NetDevice device) {
    return device.kind().equals("bond")
        ? Optional.of(new Bond(device.priv("struct bonding")))
        : Optional.empty();
  }

  /** Bonds of a {@code struct net}, in the order of their making. */
  public static List<Bond> all(Value net) {
    return NetGeneric.find(net, "bond_net_id", "struct bond_net")
        .map(own -> ListHead.forEachEntry(own.field("dev_list"), "struct bonding", "bond_list"))
        .orElse(List.of())
        .stream()
        .map(Bond::new)
        .toList();
  }

  public NetDevice device() {
    return NetDevice.of(value.field("dev"));
  }

  /** One of {@code struct bond_params}. */
  public long param(String member) {
    return value.field("params").field(member).asLong();
  }

  /** Whether this kernel has a parameter. */
  public boolean hasParam(String member) {
    return value.field("params").has(member);
  }

  /** {@code BOND_MODE_*}. */
  public int mode() {
    return (int) param("mode");
  }

  /** {@code bond_uses_primary()}. */
  public boolean usesPrimary() {
    return mode() == BOND_MODE_ACTIVEBACKUP || mode() == BOND_MODE_TLB || mode() == BOND_MODE_ALB;
  }

  /** {@code bond_mode_uses_xmit_hash()}. */
  public boolean usesTransmitHash() {
    return mode() == BOND_MODE_8023AD
        || mode() == BOND_MODE_XOR
        || mode() == BOND_MODE_TLB && param("tlb_dynamic_lb") == 0;
  }

  /**
   * {@code bond_opt_get_val()}: what a value of an option is called.
   *
   * @param table name of the array of {@code struct bond_opt_value}: {@code "bond_mode_tbl"}
   */
  public String valueName(String table, long wanted) {
    Program kernel = value.program();
    Value first = kernel.object("struct bond_opt_value", kernel.address(table));
    for (Value known : first.addressOf().elements(MAX_NAMES)) {
      if (known.field("string").isNull()) {
        break;
      }
      if (known.field("value").asLong() == wanted) {
        return known.field("string").asString();
      }
    }
    throw new Malformed("no name for " + wanted, table, first.address());
  }

  /** {@code bond_mode_name()}. */
  public String modeName() {
    List<String> names =
        List.of(
            "load balancing (round-robin)",
            "fault-tolerance (active-backup)",
            "load balancing (xor)",
            "fault-tolerance (broadcast)",
            "IEEE 802.3ad Dynamic link aggregation",
            "transmit load balancing",
            "adaptive load balancing");
    return mode() >= 0 && mode() < names.size() ? names.get(mode()) : "unknown";
  }

  public List<BondSlave> slaves() {
    return BondSlave.of(device());
  }

  /** The device of one of the pointers to a slave: {@code "curr_active_slave"}. */
  public Optional<NetDevice> slave(String member) {
    Value slave = value.field(member);
    return slave.isNull() ? Optional.empty() : Optional.of(NetDevice.of(slave.field("dev")));
  }

  /** {@code __bond_3ad_get_active_agg_info()}: the {@code struct aggregator} in use. */
  public Optional<Value> activeAggregator() {
    return slaves().stream()
        .flatMap(slave -> slave.aggregator().stream())
        .filter(aggregator -> aggregator.field("is_active").asBoolean())
        .findFirst();
  }

  /** {@code __agg_active_ports()}. */
  public static int activePorts(Value aggregator) {
    int active = 0;
    Value port = aggregator.field("lag_ports");
    for (int i = 0; i < MAX_PORTS && !port.isNull(); i++) {
      active += port.field("is_enabled").asBoolean() ? 1 : 0;
      port = port.field("next_port_in_aggregator");
    }
    return active;
  }
}
