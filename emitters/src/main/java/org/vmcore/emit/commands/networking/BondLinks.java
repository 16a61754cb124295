package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** Options of bonds and their slaves, {@code drivers/net/bonding}, as iproute2 names them. */
final class BondLinks {
  // include/uapi/linux/if_bonding.h
  private static final int BOND_MODE_ACTIVEBACKUP = 1;
  private static final int BOND_MODE_8023AD = 4;
  private static final int BOND_MODE_TLB = 5;
  private static final int BOND_MODE_ALB = 6;

  private static final List<String> MODES =
      List.of(
          "balance-rr",
          "active-backup",
          "balance-xor",
          "broadcast",
          "802.3ad",
          "balance-tlb",
          "balance-alb");
  private static final List<String> ARP_VALIDATE =
      List.of("none", "active", "backup", "all", "filter", "filter_active", "filter_backup");
  private static final List<String> HASH_POLICIES =
      List.of("layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4", "vlan+srcmac");
  private static final List<String> PORT_STATES =
      List.of(
          "active",
          "short_timeout",
          "aggregating",
          "in_sync",
          "collecting",
          "distributing",
          "defaulted",
          "expired");

  private BondLinks() {}

  /** {@code bond_fill_info()}. */
  static void bond(NetDevice device, Text out) {
    Value bond = device.priv("struct bonding");
    Value params = bond.field("params");
    int mode = params.field("mode").asInt();
    out.print("mode %s ", name(MODES, mode));
    if (usesPrimary(mode)) {
      slave("active_slave", bond.field("curr_active_slave"), out);
    }
    monitor(params, out);
    targets("arp_ip_target", ipv4Targets(params), out);
    targets("ns_ip6_target", ipv6Targets(params), out);
    out.print("arp_validate %s ", name(ARP_VALIDATE, params.field("arp_validate").asInt()));
    out.print(
        "arp_all_targets %s ",
        name(List.of("any", "all"), params.field("arp_all_targets").asInt()));
    slave("primary", bond.field("primary_slave"), out);
    policies(params, out);
    if (mode == BOND_MODE_8023AD) {
      aggregation(device, params, out);
    }
    out.print("tlb_dynamic_lb %u ", params.field("tlb_dynamic_lb").asInt());
  }

  /** {@code bond_mode_uses_primary()}. */
  private static boolean usesPrimary(int mode) {
    return mode == BOND_MODE_ACTIVEBACKUP || mode == BOND_MODE_TLB || mode == BOND_MODE_ALB;
  }

  private static void slave(String what, Value slave, Text out) {
    if (!slave.isNull()) {
      out.print("%s %s ", what, NetDevice.of(slave.field("dev")).name());
    }
  }

  private static void monitor(Value params, Text out) {
    long miimon = params.field("miimon").asLong();
    out.print("miimon %u ", miimon);
    out.print("updelay %u ", params.field("updelay").asLong() * miimon);
    out.print("downdelay %u ", params.field("downdelay").asLong() * miimon);
    if (params.has("peer_notif_delay")) {
      out.print("peer_notify_delay %u ", params.field("peer_notif_delay").asLong() * miimon);
    }
    // Later kernels always use the carrier.
    long carrier = MemberVariants.find(params, "use_carrier").map(Value::asLong).orElse(1L);
    out.print("use_carrier %u ", carrier);
    out.print("arp_interval %u ", params.field("arp_interval").asLong());
    if (params.has("missed_max")) {
      out.print("arp_missed_max %u ", params.field("missed_max").asLong());
    }
  }

  /** Told by their places, of which the first must be taken for any to be shown. */
  private static List<IpAddress> ipv4Targets(Value params) {
    return params.field("arp_targets").elements().stream().map(IpAddress::ipv4).toList();
  }

  private static List<IpAddress> ipv6Targets(Value params) {
    return MemberVariants.find(params, "ns_targets")
        .map(targets -> targets.elements().stream().map(IpAddress::ipv6).toList())
        .orElse(List.of());
  }

  private static void targets(String what, List<IpAddress> all, Text out) {
    List<String> set = new ArrayList<>();
    all.stream().filter(address -> !address.isAny()).forEach(a -> set.add(a.toString()));
    if (!set.isEmpty()) {
      out.print("%s %s ", what, String.join(",", set));
    }
  }

  private static void policies(Value params, Text out) {
    out.print(
        "primary_reselect %s ",
        name(List.of("always", "better", "failure"), params.field("primary_reselect").asInt()));
    out.print(
        "fail_over_mac %s ",
        name(List.of("none", "active", "follow"), params.field("fail_over_mac").asInt()));
    out.print("xmit_hash_policy %s ", name(HASH_POLICIES, params.field("xmit_policy").asInt()));
    out.print("resend_igmp %u ", params.field("resend_igmp").asLong());
    out.print("num_grat_arp %u ", params.field("num_peer_notif").asLong());
    out.print("all_slaves_active %u ", params.field("all_slaves_active").asLong());
    out.print("min_links %u ", params.field("min_links").asLong());
    out.print("lp_interval %u ", params.field("lp_interval").asLong());
    out.print("packets_per_slave %u ", params.field("packets_per_slave").asLong());
    if (params.has("lacp_active")) {
      out.print("lacp_active %s ", name(List.of("off", "on"), params.field("lacp_active").asInt()));
    }
    out.print("lacp_rate %s ", name(List.of("slow", "fast"), params.field("lacp_fast").asInt()));
    out.print(
        "ad_select %s ",
        name(List.of("stable", "bandwidth", "count"), params.field("ad_select").asInt()));
  }

  private static void aggregation(NetDevice device, Value params, Text out) {
    Optional<Value> active =
        device.lowers().stream()
            .map(lower -> lower.value().field("rx_handler_data").cast("struct slave *"))
            .filter(slave -> !slave.isNull())
            .map(slave -> slave.at("ad_info->port.aggregator"))
            .filter(aggregator -> !aggregator.isNull() && aggregator.at("is_active").asBoolean())
            .findFirst();
    if (active.isPresent()) {
      Value aggregator = active.get();
      out.print("ad_aggregator %d ", aggregator.field("aggregator_identifier").asInt());
      out.print("ad_num_ports %d ", aggregator.field("num_of_ports").asInt());
      out.print("ad_actor_key %d ", aggregator.field("actor_oper_aggregator_key").asInt());
      out.print("ad_partner_key %d ", aggregator.field("partner_oper_aggregator_key").asInt());
      out.print(
          "ad_partner_mac %s ",
          LinkAddress.text(0, aggregator.field("partner_system").bytes(ETH_ALEN)));
    }
    out.print("ad_actor_sys_prio %u ", params.field("ad_actor_sys_prio").asInt() & 0xffff);
    out.print("ad_user_port_key %u ", params.field("ad_user_port_key").asInt() & 0xffff);
    out.print(
        "ad_actor_system %s ",
        LinkAddress.text(0, params.field("ad_actor_system").index(0).bytes(ETH_ALEN)));
  }

  private static final int ETH_ALEN = 6; // include/uapi/linux/if_ether.h

  /** {@code bond_fill_slave_info()}. */
  static void slave(NetDevice device, Text out) {
    Value slave = device.value().field("rx_handler_data").cast("struct slave *");
    out.print("state %s ", slave.field("backup").asBoolean() ? "BACKUP" : "ACTIVE");
    out.print(
        "mii_status %s ",
        name(List.of("UP", "GOING_DOWN", "DOWN", "GOING_BACK"), slave.field("link").asInt()));
    out.print("link_failure_count %d ", slave.field("link_failure_count").asInt());
    int length = device.hardwareAddress().length;
    out.print(
        "perm_hwaddr %s ", LinkAddress.text(0, slave.field("perm_hwaddr").index(0).bytes(length)));
    out.print("queue_id %d ", slave.field("queue_id").asInt() & 0xffff);
    if (slave.has("prio")) {
      out.print("prio %d ", slave.field("prio").asInt());
    }
    if (slave.at("bond->params.mode").asInt() == BOND_MODE_8023AD) {
      port(slave.at("ad_info->port"), out);
    }
  }

  private static void port(Value port, Text out) {
    if (port.field("aggregator").isNull()) {
      return;
    }
    out.print("ad_aggregator_id %d ", port.at("aggregator->aggregator_identifier").asInt());
    portState("actor", port.field("actor_oper_port_state").asInt() & 0xff, out);
    portState("partner", port.at("partner_oper.port_state").asInt() & 0xff, out);
  }

  /** {@code print_slave_oper_state()}. */
  private static void portState(String whose, int state, Text out) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < PORT_STATES.size(); bit++) {
      if ((state >> bit & 1) != 0) {
        names.add(PORT_STATES.get(bit));
      }
    }
    out.print("ad_%s_oper_port_state %d  <%s> ", whose, state, String.join(",", names));
  }

  private static String name(List<String> names, int index) {
    return index >= 0 && index < names.size() ? names.get(index) : "(null)";
  }
}
