package org.vmcore.kernel.recovery;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Value;

/** Protocols and packet handlers. */
final class NetRules {
  private static final int PTYPE_HASH_SIZE = 16; // include/linux/netdevice.h

  private static final int ETH_P_ALL = 3; // include/uapi/linux/if_ether.h
  private static final int MAX_PROTOCOLS = 4096;

  static final List<Rule> ALL =
      List.of(
          new Rule("proto_list", NetRules::protoList),
          proto("raw_prot", "RAW"),
          proto("rawv6_prot", "RAWv6"),
          proto("udpv6_prot", "UDPv6"),
          proto("udplitev6_prot", "UDPLITEv6"),
          operations("tcp6_seq_ops", "struct seq_operations", "show", "tcp6_seq_show"),
          operations("igmp6_mc_seq_ops", "struct seq_operations", "show", "igmp6_mc_seq_show"),
          operations("igmp6_mcf_seq_ops", "struct seq_operations", "show", "igmp6_mcf_seq_show"),
          operations("ping_v6_seq_ops", "struct seq_operations", "show", "ping_v6_seq_show"),
          operations("ip6mr_vif_seq_ops", "struct seq_operations", "show", "ip6mr_vif_seq_show"),
          operations("psched_net_ops", "struct pernet_operations", "exit", "psched_net_exit"),
          operations("nf_log_net_ops", "struct pernet_operations", "exit", "nf_log_net_exit"),
          new Rule("loggers", e -> e.accessed(a -> true, "__find_logger")),
          new Rule(
              "netdev_features_strings",
              e ->
                  e.places("tx-scatter-gather\0").stream()
                      .mapToLong(a -> a)
                      .filter(a -> e.kernel().cString(a + 32, 32).equals("tx-checksum-ipv4"))
                      .findFirst()),
          new Rule(
              "ipv4_dst_ops",
              e ->
                  e.referred(
                      a ->
                          e.kernel().object("struct dst_ops", a).field("check").asLong()
                              == e.kernel().address("ipv4_dst_check"),
                      "rt_dst_clone",
                      "rt_dst_alloc")),
          new Rule(
              "tcp_ulp_list",
              e ->
                  e.shared(
                      a ->
                          e.mayBeListOf(
                              a,
                              "struct tcp_ulp_ops",
                              "list",
                              ops -> Evidence.isPrintable(ops.field("name").asString())),
                      "tcp_register_ulp",
                      "tcp_get_available_ulp")),
          new Rule(
              "tcp_cong_list",
              e ->
                  e.referred(
                      a ->
                          e.isListOf(
                              a,
                              "struct tcp_congestion_ops",
                              "list",
                              ops -> Evidence.isPrintable(ops.field("name").asString())),
                      "tcp_register_congestion_control",
                      "tcp_get_available_congestion_control")));

  /** Their functions may be those of modules. */
  static final List<Rule> LATER =
      List.of(
          new Rule("ptype_base", e -> e.referred(a -> isTableOfPacketTypes(e, a), "dev_add_pack")),
          new Rule(
              "ptype_all",
              e ->
                  e.referred(
                      a -> isPacketTypes(e, a, protocol -> protocol == ETH_P_ALL),
                      "dev_add_pack")));

  private NetRules() {}

  /** The link of the ring of protocols that registering them refers to. */
  private static OptionalLong protoList(Evidence e) {
    Set<Long> links = new HashSet<>();
    Value tcp = e.kernel().symbol("tcp_prot").field("node");
    ListHead.visit(tcp, MAX_PROTOCOLS, links::add);
    return e.referred(links::contains, "proto_register", "proto_seq_start");
  }

  private static Rule operations(String symbol, String type, String member, String function) {
    Function<Evidence, OptionalLong> find = e -> e.operations(type, member, function);
    return new Rule(symbol, find);
  }

  private static Rule proto(String symbol, String name) {
    Function<Evidence, OptionalLong> find =
        e -> {
          Value anyone = e.kernel().symbol("tcp_prot").field("node");
          return ListHead.forEachEntry(anyone, "struct proto", "node").stream()
              .filter(proto -> proto.field("name").asString().equals(name))
              .mapToLong(Value::address)
              .findFirst();
        };
    return new Rule(symbol, find);
  }

  /** {@code ptype_head()}: handlers are filed by the lowest bits of their protocol. */
  private static boolean isTableOfPacketTypes(Evidence e, long address) {
    int nrUsed = 0;
    for (int i = 0; i < PTYPE_HASH_SIZE; i++) {
      int bucket = i;
      long head = address + 16L * i;
      if (isPacketTypes(e, head, protocol -> (protocol & PTYPE_HASH_SIZE - 1) == bucket)) {
        nrUsed++;
      } else if (!e.isEmptyList(head)) {
        return false;
      }
    }
    return nrUsed > 0;
  }

  private static boolean isPacketTypes(Evidence e, long head, IntPredicate protocol) {
    return e.isListOf(
        head,
        "struct packet_type",
        "list",
        type -> e.isFunction(type.field("func").asLong()) && protocol.test(protocol(type)));
  }

  private static int protocol(Value type) {
    byte[] bytes = type.field("type").bytes();
    return (bytes[0] & 0xff) << Byte.SIZE | bytes[1] & 0xff;
  }
}
