package org.vmcore.kernel.sysctl;

import java.util.BitSet;
import java.util.Optional;
import java.util.StringJoiner;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.ArrayType;

/** Handlers of {@code net.*} other than those of TCP. */
final class NetHandlers {
  private static final int ETH_FRAME_LEN = 1514;

  private NetHandlers() {}

  static void register(SysctlValues.Registry registry) {
    registry.add(
        VectorHandlers::ints,
        "proc_do_dev_weight",
        "proc_do_skb_defer_max",
        "devinet_sysctl_forward",
        "ipv4_doint_and_flush",
        "devinet_conf_proc",
        "addrconf_sysctl_forward",
        "addrconf_sysctl_mtu",
        "addrconf_sysctl_disable",
        "addrconf_sysctl_proxy_ndp",
        "addrconf_sysctl_disable_policy",
        "addrconf_sysctl_ignore_routes_with_linkdown",
        "addrconf_sysctl_force_forwarding",
        "neigh_proc_dointvec",
        "neigh_proc_dointvec_zero_intmax",
        "brnf_sysctl_call_tables",
        "nf_conntrack_hash_sysctl",
        "ipv4_ping_group_range",
        "ipv4_privileged_ports",
        "proc_do_defense_mode",
        "proc_do_sync_threshold",
        "proc_do_sync_ports",
        "proc_do_sync_mode",
        "mpls_conf_proc",
        "proc_sctp_do_alpha_beta",
        "proc_sctp_do_auth",
        "proc_sctp_do_udp_port",
        "proc_sctp_do_probe_interval");
    registry.add(
        VectorHandlers::uints,
        "addrconf_sysctl_addr_gen_mode",
        "flow_limit_table_len_sysctl",
        "proc_fib_multipath_hash_fields",
        "proc_rt6_multipath_hash_fields",
        "proc_sctp_do_rto_min",
        "proc_sctp_do_rto_max");
    registry.add(
        VectorHandlers::bytes,
        "proc_fib_multipath_hash_policy",
        "proc_rt6_multipath_hash_policy",
        "ipv4_fwd_update_priority");
    registry.add(VectorHandlers::jiffies, "neigh_proc_dointvec_jiffies");
    registry.add(VectorHandlers::userHzJiffies, "neigh_proc_dointvec_userhz_jiffies");
    registry.add(
        VectorHandlers::msJiffies,
        "neigh_proc_dointvec_ms_jiffies",
        "neigh_proc_dointvec_ms_jiffies_positive");
    registry.add(
        NetHandlers::neighbourTime, "neigh_proc_base_reachable_time", "ndisc_ifinfo_sysctl_change");
    registry.add(NetHandlers::unresolvedQueue, "neigh_proc_dointvec_unres_qlen");
    registry.add(NetHandlers::stableSecret, "addrconf_sysctl_stable_secret");
    registry.add(NetHandlers::rpsSockFlow, "rps_sock_flow_sysctl");
    registry.add(NetHandlers::flowLimitCpus, "flow_limit_cpu_sysctl");
    registry.add(NetHandlers::rpsDefaultMask, "rps_default_mask_sysctl");
    registry.add(NetHandlers::defaultQdisc, "set_default_qdisc");
    registry.add(NetHandlers::rssKey, "proc_do_rss_key");
    registry.add(NetHandlers::portRange, "ipv4_local_port_range");
    registry.add(NetHandlers::portRange, "proc_local_port_range");
    registry.add(NetHandlers::logger, "nf_log_proc_dostring");
    registry.add(NetHandlers::lwtunnelHooks, "nf_hooks_lwtunnel_sysctl_handler");
    registry.add(NetHandlers::hashSeed, "proc_fib_multipath_hash_set_seed");
    registry.add(NetHandlers::hashSeed, "proc_fib_multipath_hash_seed");
  }

  /** One handler for several names, {@code net/core/neighbour.c} and {@code net/ipv6/ndisc.c}. */
  private static String neighbourTime(SysctlEntry entry) {
    if (entry.name().endsWith("_ms")) {
      return VectorHandlers.msJiffies(entry);
    }
    return entry.name().equals("base_reachable_time")
        ? VectorHandlers.jiffies(entry)
        : VectorHandlers.ints(entry);
  }

  /** Bytes as packets of an Ethernet frame: {@code proc_unres_qlen()}, {@code net/core}. */
  private static String unresolvedQueue(SysctlEntry entry) {
    return entry.data("int").asInt() / trueSizeOfFrame(entry.kernel()) + "\n";
  }

  /** {@code SKB_TRUESIZE(ETH_FRAME_LEN)}. */
  private static long trueSizeOfFrame(Program kernel) {
    return ETH_FRAME_LEN
        + cacheAligned(kernel, kernel.sizeOf("struct sk_buff"))
        + cacheAligned(kernel, kernel.sizeOf("struct skb_shared_info"));
  }

  /** {@code SKB_DATA_ALIGN()}: to {@code SMP_CACHE_BYTES}, 256 on s390x and 64 elsewhere. */
  private static long cacheAligned(Program kernel, long sizeBytes) {
    long line = kernel.machine().equals("s390x") ? 256 : 64;
    return (sizeBytes + line - 1) / line * line;
  }

  private static String stableSecret(SysctlEntry entry) {
    Value secret = entry.data("struct ipv6_stable_secret");
    if (!secret.field("initialized").asBoolean()) {
      throw new UnreadableValue("not set, so that reading fails", entry);
    }
    byte[] bytes = secret.field("secret").bytes();
    StringJoiner text = new StringJoiner(":", "", "\n");
    for (int i = 0; i < bytes.length; i += 2) {
      text.add(hex(bytes[i]) + hex(bytes[i + 1]));
    }
    return text.toString();
  }

  private static String hex(byte value) {
    return "" + Character.forDigit(value >> 4 & 0xf, 16) + Character.forDigit(value & 0xf, 16);
  }

  /** Size of the table, {@code net_hotdata} has it since 6.9. */
  private static String rpsSockFlow(SysctlEntry entry) {
    Program kernel = entry.kernel();
    Optional<Value> hot =
        kernel.findSymbol("net_hotdata").filter(data -> data.has("rps_sock_flow_table"));
    Value table =
        hot.map(data -> data.field("rps_sock_flow_table"))
            .orElseGet(() -> kernel.symbol("rps_sock_flow_table"));
    return (table.isNull() ? 0 : (table.field("mask").asLong() & 0xffffffffL) + 1) + "\n";
  }

  private static String flowLimitCpus(SysctlEntry entry) {
    PerCpu perCpu = PerCpu.of(entry.kernel());
    BitSet limited = new BitSet();
    CpuMask.possible(entry.kernel()).stream()
        .filter(cpu -> !perCpu.variable("softnet_data", cpu).field("flow_limit").isNull())
        .forEach(limited::set);
    return VectorHandlers.hexMask(entry.kernel(), limited) + "\n";
  }

  private static String rpsDefaultMask(SysctlEntry entry) {
    Value mask = entry.net().at("core.rps_default_mask");
    BitSet cpus = mask.isNull() ? new BitSet() : CpuMask.of(mask);
    return VectorHandlers.hexMask(entry.kernel(), cpus) + "\n";
  }

  private static String defaultQdisc(SysctlEntry entry) {
    return entry.kernel().symbol("default_qdisc_ops").field("id").asString() + "\n";
  }

  private static String rssKey(SysctlEntry entry) {
    StringJoiner text = new StringJoiner(":", "", "\n");
    for (byte value : entry.kernel().symbol("netdev_rss_key").bytes()) {
      text.add(hex(value));
    }
    return text.toString();
  }

  /** Two numbers; since 6.8 in one word, the lower port in its lower half. */
  private static String portRange(SysctlEntry entry) {
    Value ports = entry.net().at("ipv4.ip_local_ports.range");
    if (ports.type().resolved() instanceof ArrayType) {
      return ports.index(0).asInt() + "\t" + ports.index(1).asInt() + "\n";
    }
    long range = ports.asLong();
    return (range & 0xffff) + "\t" + (range >> 16 & 0xffff) + "\n";
  }

  /** {@code net/netfilter/nf_log.c}: which logger a protocol family has. */
  private static String logger(SysctlEntry entry) {
    long family = entry.table().field("extra1").asLong();
    Value loggers = entry.net().at("nf.nf_loggers");
    if (family < 0 || family >= loggers.length()) {
      throw new Malformed("no such protocol family " + family, entry.toString(), 0);
    }
    Value logger = loggers.index(family);
    return (logger.isNull() ? "NONE" : logger.field("name").asString()) + "\n";
  }

  private static String lwtunnelHooks(SysctlEntry entry) {
    Value key =
        entry
            .kernel()
            .object("struct static_key", entry.kernel().address("nf_hooks_lwtunnel_enabled"));
    return VectorHandlers.enabled(key) + "\n";
  }

  private static String hashSeed(SysctlEntry entry) {
    return (entry.net().at("ipv4.sysctl_fib_multipath_hash_seed.user_seed").asLong() & 0xffffffffL)
        + "\n";
  }
}
