package org.vmcore.emit.proc.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.Uts;
import org.vmcore.kernel.net.Bond;
import org.vmcore.kernel.net.BondSlave;
import org.vmcore.kernel.net.LinkSettings;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/net/bonding} as {@code bond_info_seq_show()}, {@code
 * drivers/net/bonding/bond_procfs.c}.
 */
final class BondingFile {
  private static final String[] CHURN_STATES = {"monitoring", "churned", "none", "unknown"};

  /** The bonds of pid 1's namespace, by name. */
  @Enumerates("dev")
  static final class Keys implements Enumerator<Bond> {
    @Override
    public List<Key<Bond>> keys(Program kernel) {
      return NetDevices.ofReader(kernel).all().stream()
          .flatMap(device -> Bond.of(device).stream())
          .sorted(Comparator.comparing(bond -> bond.device().name()))
          .map(bond -> Key.of(bond.device().name(), bond))
          .toList();
    }
  }

  @EmitsMany(path = "proc/net/bonding/{dev}", each = Keys.class)
  void bonding(Program kernel, Bond bond, Text out) {
    out.line("Ethernet Channel Bonding Driver: v%s\n", Uts.of(kernel).release());
    mode(bond, out);
    out.line("MII Status: %s", bond.device().hasCarrier() ? "up" : "down");
    delays(bond, out);
    if (bond.param("arp_interval") > 0) {
      arp(bond, out);
    }
    if (bond.mode() == Bond.BOND_MODE_8023AD) {
      aggregation(bond, out);
    }
    for (BondSlave slave : bond.slaves()) {
      slave(bond, slave, out);
    }
  }

  private static void mode(Bond bond, Text out) {
    out.print("Bonding Mode: %s", bond.modeName());
    long failOverMac = bond.param("fail_over_mac");
    if (bond.mode() == Bond.BOND_MODE_ACTIVEBACKUP && failOverMac != 0) {
      out.print(" (fail_over_mac %s)", bond.valueName("bond_fail_over_mac_tbl", failOverMac));
    }
    out.append('\n');
    if (bond.usesTransmitHash()) {
      long policy = bond.param("xmit_policy");
      out.print("Transmit Hash Policy: %s", bond.valueName("bond_xmit_hashtype_tbl", policy));
      out.line(" (%d)", policy);
    }
    if (bond.usesPrimary()) {
      Optional<NetDevice> primary = bond.slave("primary_slave");
      out.print("Primary Slave: %s", primary.map(NetDevice::name).orElse("None"));
      if (primary.isPresent()) {
        long reselect = bond.param("primary_reselect");
        out.print(" (primary_reselect %s)", bond.valueName("bond_primary_reselect_tbl", reselect));
      }
      Optional<NetDevice> active = bond.slave("curr_active_slave");
      out.line("\nCurrently Active Slave: %s", active.map(NetDevice::name).orElse("None"));
    }
  }

  private static void delays(Bond bond, Text out) {
    long miimon = bond.param("miimon");
    out.line("MII Polling Interval (ms): %d", miimon);
    out.line("Up Delay (ms): %d", bond.param("updelay") * miimon);
    out.line("Down Delay (ms): %d", bond.param("downdelay") * miimon);
    if (bond.hasParam("peer_notif_delay")) { // 5.3+
      out.line("Peer Notification Delay (ms): %d", bond.param("peer_notif_delay") * miimon);
    }
  }

  private static void arp(Bond bond, Text out) {
    out.line("ARP Polling Interval (ms): %d", bond.param("arp_interval"));
    if (bond.hasParam("missed_max")) { // 5.17+
      out.line("ARP Missed Max: %u", bond.param("missed_max"));
    }
    Value params = bond.value().field("params");
    targets("ARP IP target/s (n.n.n.n form):", IpAddress.AF_INET, params.field("arp_targets"), out);
    if (params.has("ns_targets")) { // 5.18+
      targets(
          "NS IPv6 target/s (xx::xx form):", IpAddress.AF_INET6, params.field("ns_targets"), out);
    }
  }

  private static void targets(String head, int family, Value targets, Text out) {
    List<String> shown = new ArrayList<>();
    for (Value target : targets.elements()) {
      IpAddress address = IpAddress.of(family, target);
      if (address.isAny()) {
        break;
      }
      shown.add(" " + address);
    }
    out.line("%s%s", head, String.join(",", shown));
  }

  private static void aggregation(Bond bond, Text out) {
    out.line("\n802.3ad info");
    if (bond.hasParam("lacp_active")) { // 5.15+
      out.line("LACP active: %s", bond.param("lacp_active") != 0 ? "on" : "off");
    }
    out.line("LACP rate: %s", bond.param("lacp_fast") != 0 ? "fast" : "slow");
    out.line("Min links: %d", bond.param("min_links"));
    out.line(
        "Aggregator selection policy (ad_select): %s",
        bond.valueName("bond_ad_select_tbl", bond.param("ad_select")));
    Value system = bond.value().at("ad_info.system");
    out.line("System priority: %d", system.field("sys_priority").asLong());
    out.line("System MAC address: %s", mac(system.field("sys_mac_addr")));
    Optional<Value> active = bond.activeAggregator();
    if (active.isEmpty()) {
      out.line("bond %s has no active aggregator", bond.device().name());
      return;
    }
    Value aggregator = active.get();
    out.line("Active Aggregator Info:");
    out.line("\tAggregator ID: %d", aggregator.field("aggregator_identifier").asLong());
    out.line("\tNumber of ports: %d", Bond.activePorts(aggregator));
    out.line("\tActor Key: %d", aggregator.field("actor_oper_aggregator_key").asLong());
    out.line("\tPartner Key: %d", aggregator.field("partner_oper_aggregator_key").asLong());
    out.line("\tPartner Mac Address: %s", mac(aggregator.field("partner_system")));
  }

  private static String mac(Value macAddr) {
    return Macs.text(macAddr.bytes());
  }

  private static void slave(Bond bond, BondSlave slave, Text out) {
    Value value = slave.value();
    out.line("\nSlave Interface: %s", slave.device().name());
    out.line("MII Status: %s", slave.linkStatus());
    if (slave.speedMbits() == LinkSettings.UNKNOWN_SPEED) {
      out.line("Speed: Unknown");
    } else {
      out.line("Speed: %d Mbps", slave.speedMbits());
    }
    out.line("Duplex: %s", duplex(slave));
    out.line("Link Failure Count: %u", value.field("link_failure_count").asLong());
    out.line("Permanent HW addr: %s", Macs.text(slave.permanentAddress()));
    out.line("Slave queue ID: %d", value.field("queue_id").asLong());
    if (bond.mode() == Bond.BOND_MODE_8023AD) {
      Optional<Value> aggregator = slave.aggregator();
      if (aggregator.isPresent()) {
        port(aggregator.get(), slave.port(), out);
      } else {
        out.line("Aggregator ID: N/A");
      }
    }
  }

  private static String duplex(BondSlave slave) {
    return switch (slave.duplex()) {
      case LinkSettings.DUPLEX_UNKNOWN -> "Unknown";
      case LinkSettings.DUPLEX_HALF -> "half";
      default -> "full";
    };
  }

  private static void port(Value aggregator, Value port, Text out) {
    out.line("Aggregator ID: %d", aggregator.field("aggregator_identifier").asLong());
    out.line("Actor Churn State: %s", churn(port.field("sm_churn_actor_state")));
    out.line("Partner Churn State: %s", churn(port.field("sm_churn_partner_state")));
    out.line("Actor Churned Count: %d", port.field("churn_actor_count").asLong());
    out.line("Partner Churned Count: %d", port.field("churn_partner_count").asLong());
    out.line("details actor lacp pdu:");
    out.line("    system priority: %d", port.field("actor_system_priority").asLong());
    out.line("    system mac address: %s", mac(port.field("actor_system")));
    out.line("    port key: %d", port.field("actor_oper_port_key").asLong());
    out.line("    port priority: %d", port.field("actor_port_priority").asLong());
    out.line("    port number: %d", port.field("actor_port_number").asLong());
    out.line("    port state: %d", port.field("actor_oper_port_state").asLong());
    Value partner = port.field("partner_oper");
    out.line("details partner lacp pdu:");
    out.line("    system priority: %d", partner.field("system_priority").asLong());
    out.line("    system mac address: %s", mac(partner.field("system")));
    out.line("    oper key: %d", partner.field("key").asLong());
    out.line("    port priority: %d", partner.field("port_priority").asLong());
    out.line("    port number: %d", partner.field("port_number").asLong());
    out.line("    port state: %d", partner.field("port_state").asLong());
  }

  private static String churn(Value state) {
    return CHURN_STATES[Math.min((int) state.asLong() & 0xff, CHURN_STATES.length - 1)];
  }
}
