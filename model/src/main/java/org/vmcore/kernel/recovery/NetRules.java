package org.vmcore.kernel.recovery;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Value;

/** Protocols and packet handlers. */
final class NetRules {
  private static final int PTYPE_HASH_SIZE = 16; // include/linux/netdevice.h

  private static final int MAX_PROTOCOLS = 4096;

  static final List<Rule> ALL =
      List.of(
          new Rule("proto_list", NetRules::protoList),
          proto("raw_prot", "RAW"),
          proto("rawv6_prot", "RAWv6"),
          proto("udpv6_prot", "UDPv6"),
          proto("udplitev6_prot", "UDPLITEv6"),
          new Rule("ptype_base", e -> e.referred(a -> isTableOfPacketTypes(e, a), "dev_add_pack")),
          new Rule("ptype_all", e -> e.referred(a -> isPacketTypes(e, a), "dev_add_pack")),
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

  private NetRules() {}

  /** The link of the ring of protocols that registering them refers to. */
  private static OptionalLong protoList(Evidence e) {
    Set<Long> links = new HashSet<>();
    Value tcp = e.kernel().symbol("tcp_prot").field("node");
    ListHead.visit(tcp, MAX_PROTOCOLS, links::add);
    return e.referred(links::contains, "proto_register", "proto_seq_start");
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

  private static boolean isTableOfPacketTypes(Evidence e, long address) {
    int nrUsed = 0;
    for (int i = 0; i < PTYPE_HASH_SIZE; i++) {
      long head = address + 16L * i;
      if (isPacketTypes(e, head)) {
        nrUsed++;
      } else if (!e.isEmptyList(head)) {
        return false;
      }
    }
    return nrUsed > 0;
  }

  private static boolean isPacketTypes(Evidence e, long head) {
    return e.isListOf(
        head, "struct packet_type", "list", type -> e.isFunction(type.field("func").asLong()));
  }
}
