package org.vmcore.emit.sys.net;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.vmcore.emit.Text;
import org.vmcore.emit.proc.net.Macs;
import org.vmcore.kernel.net.Bond;
import org.vmcore.kernel.net.BondSlave;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.Value;

/**
 * Files of bonds and their slaves, {@code drivers/net/bonding/bond_sysfs.c} and {@code
 * bond_sysfs_slave.c}.
 */
final class BondAttributes {
  private BondAttributes() {}

  /** {@code per_bond_attrs[]}. */
  static Map<String, AttributeText> of(Bond bond) {
    Map<String, AttributeText> files = new TreeMap<>();
    addNamed(bond, files);
    addNumbers(bond, files);
    addDevices(bond, files);
    addAggregation(bond, files);
    return files;
  }

  /** Options whose values have names. */
  private static void addNamed(Bond bond, Map<String, AttributeText> files) {
    named(bond, "mode", "mode", "bond_mode_tbl", files);
    named(bond, "xmit_hash_policy", "xmit_policy", "bond_xmit_hashtype_tbl", files);
    named(bond, "arp_validate", "arp_validate", "bond_arp_validate_tbl", files);
    named(bond, "arp_all_targets", "arp_all_targets", "bond_arp_all_targets_tbl", files);
    named(bond, "fail_over_mac", "fail_over_mac", "bond_fail_over_mac_tbl", files);
    named(bond, "lacp_active", "lacp_active", "bond_lacp_active", files);
    named(bond, "lacp_rate", "lacp_fast", "bond_lacp_rate_tbl", files);
    named(bond, "ad_select", "ad_select", "bond_ad_select_tbl", files);
    named(bond, "primary_reselect", "primary_reselect", "bond_primary_reselect_tbl", files);
  }

  private static void named(
      Bond bond, String file, String param, String table, Map<String, AttributeText> files) {
    if (bond.hasParam(param)) {
      long value = bond.param(param);
      files.put(file, out -> out.line("%s %d", bond.valueName(table, value), value));
    }
  }

  private static void addNumbers(Bond bond, Map<String, AttributeText> files) {
    for (String param :
        List.of(
            "arp_interval",
            "min_links",
            "miimon",
            "all_slaves_active",
            "resend_igmp",
            "lp_interval",
            "packets_per_slave",
            "tlb_dynamic_lb")) {
      files.put(param, out -> out.line("%d", bond.param(param)));
    }
    files.put("num_grat_arp", out -> out.line("%d", bond.param("num_peer_notif")));
    files.put("num_unsol_na", out -> out.line("%d", bond.param("num_peer_notif")));
    if (bond.hasParam("missed_max")) { // 5.17+
      files.put("arp_missed_max", out -> out.line("%u", bond.param("missed_max")));
    }
    // Since 6.18 the carrier is always asked.
    long carrier = bond.hasParam("use_carrier") ? bond.param("use_carrier") : 1;
    files.put("use_carrier", out -> out.line("%d", carrier));
    for (String delay : List.of("downdelay", "updelay", "peer_notif_delay")) {
      if (bond.hasParam(delay)) {
        files.put(delay, out -> out.line("%d", bond.param(delay) * bond.param("miimon")));
      }
    }
  }

  private static void addDevices(Bond bond, Map<String, AttributeText> files) {
    files.put("slaves", list(bond.slaves(), slave -> slave.device().name()));
    files.put(
        "queue_id",
        list(
            bond.slaves(),
            slave -> slave.device().name() + ":" + slave.value().field("queue_id").asLong()));
    files.put("primary", name(bond.slave("primary_slave")));
    files.put(
        "active_slave",
        name(bond.usesPrimary() ? bond.slave("curr_active_slave") : Optional.empty()));
    files.put("mii_status", out -> out.line("%s", bond.device().hasCarrier() ? "up" : "down"));
    Value targets = bond.value().at("params.arp_targets");
    files.put(
        "arp_ip_target",
        list(
            targets.elements().stream()
                .map(IpAddress::ipv4)
                .filter(address -> !address.isAny())
                .toList(),
            IpAddress::toString));
  }

  /** Names with blanks between; an empty file for none. */
  private static <T> AttributeText list(List<T> things, Function<T, String> name) {
    String text = things.stream().map(name).collect(Collectors.joining(" "));
    return out -> {
      if (!text.isEmpty()) {
        out.line("%s", text);
      }
    };
  }

  private static AttributeText name(Optional<NetDevice> device) {
    return list(device.stream().toList(), NetDevice::name);
  }

  /** Empty files but for 802.3ad; 0 where no aggregator is in use. */
  private static void addAggregation(Bond bond, Map<String, AttributeText> files) {
    aggregator(bond, "ad_aggregator", a -> a.field("aggregator_identifier").asLong(), files);
    aggregator(bond, "ad_num_ports", Bond::activePorts, files);
    aggregator(bond, "ad_actor_key", a -> a.field("actor_oper_aggregator_key").asLong(), files);
    aggregator(bond, "ad_partner_key", a -> a.field("partner_oper_aggregator_key").asLong(), files);
    files.put(
        "ad_partner_mac",
        when8023ad(
            bond,
            out ->
                bond.activeAggregator()
                    .ifPresent(a -> out.line(Macs.text(a.field("partner_system").bytes())))));
    files.put(
        "ad_actor_sys_prio",
        when8023ad(bond, out -> out.line("%hu", bond.param("ad_actor_sys_prio"))));
    files.put(
        "ad_user_port_key",
        when8023ad(bond, out -> out.line("%hu", bond.param("ad_user_port_key"))));
    Value system = bond.value().at("params.ad_actor_system");
    files.put(
        "ad_actor_system", when8023ad(bond, out -> out.line(Macs.text(system.bytes(ETH_ALEN)))));
  }

  private static final int ETH_ALEN = 6; // include/uapi/linux/if_ether.h

  private static void aggregator(
      Bond bond, String file, ToLongFunction<Value> number, Map<String, AttributeText> files) {
    files.put(
        file,
        when8023ad(
            bond,
            out -> out.line("%d", bond.activeAggregator().map(number::applyAsLong).orElse(0L))));
  }

  private static AttributeText when8023ad(Bond bond, AttributeText text) {
    return bond.mode() == Bond.BOND_MODE_8023AD ? text : out -> {};
  }

  /** {@code slave_attrs[]}. */
  static Map<String, AttributeText> of(Bond bond, BondSlave slave) {
    Value value = slave.value();
    Map<String, AttributeText> files = new TreeMap<>();
    files.put(
        "state", out -> out.line("%s", value.field("backup").asBoolean() ? "backup" : "active"));
    files.put("mii_status", out -> out.line("%s", slave.linkStatus()));
    files.put("link_failure_count", AttributeText.number(value, "link_failure_count", "%d"));
    files.put("perm_hwaddr", out -> out.raw(Macs.text(slave.permanentAddress())));
    files.put("queue_id", AttributeText.number(value, "queue_id", "%d"));
    Optional<Value> aggregator =
        bond.mode() == Bond.BOND_MODE_8023AD ? slave.aggregator() : Optional.empty();
    files.put(
        "ad_aggregator_id",
        out -> orNothing(aggregator.map(a -> a.field("aggregator_identifier")), out));
    files.put(
        "ad_actor_oper_port_state",
        out -> orNothing(aggregator.map(a -> slave.port().field("actor_oper_port_state")), out));
    files.put(
        "ad_partner_oper_port_state",
        out -> orNothing(aggregator.map(a -> slave.port().at("partner_oper.port_state")), out));
    return files;
  }

  private static void orNothing(Optional<Value> number, Text out) {
    out.line("%s", number.map(n -> Long.toString(n.asLong())).orElse("N/A"));
  }
}
