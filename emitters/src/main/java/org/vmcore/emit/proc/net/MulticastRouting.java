package org.vmcore.emit.proc.net;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Routes of multicast packets, {@code net/ipv4/ipmr.c} and {@code net/ipv6/ip6mr.c}, and labels of
 * flows, {@code net/ipv6/ip6_flowlabel.c}: the head lines. What a machine that forwards such
 * packets has below them is missing.
 */
final class MulticastRouting {
  @Emits(value = "proc/net/ip_mr_vif", needs = "struct mr_table")
  void interfaces(Program kernel, Text out) {
    out.line("Interface      BytesIn  PktsIn  BytesOut PktsOut Flags Local    Remote");
    checkUnused(tables(kernel, "ipv4", "mrt", "mr_tables"), out);
  }

  @Emits(value = "proc/net/ip_mr_cache", needs = "struct mr_table")
  void cache(Program kernel, Text out) {
    out.line("Group    Origin   Iif     Pkts    Bytes    Wrong Oifs");
    checkUnused(tables(kernel, "ipv4", "mrt", "mr_tables"), out);
  }

  @Emits(
      value = "proc/net/ip6_mr_vif",
      needs = {"struct mr_table", "ip6mr_vif_seq_ops"})
  void interfaces6(Program kernel, Text out) {
    out.line("Interface      BytesIn  PktsIn  BytesOut PktsOut Flags");
    checkUnused(tables(kernel, "ipv6", "mrt6", "mr6_tables"), out);
  }

  @Emits(
      value = "proc/net/ip6_mr_cache",
      needs = {"struct mr_table", "ip6mr_vif_seq_ops"})
  void cache6(Program kernel, Text out) {
    out.line(
        "Group                            Origin                           Iif      Pkts  Bytes  "
            + "   Wrong  Oifs");
    checkUnused(tables(kernel, "ipv6", "mrt6", "mr6_tables"), out);
  }

  /** One table, or with policy routing a list of them. */
  private static List<Value> tables(Program kernel, String family, String one, String list) {
    Value ip = NetNamespaces.ofReader(kernel).field(family);
    if (ip.has(list)) {
      return ListHead.forEachEntry(ip.field(list), "struct mr_table", "list");
    }
    return ip.has(one) && !ip.field(one).isNull() ? List.of(ip.field(one).deref()) : List.of();
  }

  private static void checkUnused(List<Value> tables, Text out) {
    for (Value table : tables) {
      if (table.field("maxvif").asLong() > 0
          || !ListHead.isEmpty(table.field("mfc_cache_list"))
          || !ListHead.isEmpty(table.field("mfc_unres_queue"))) {
        out.partial("multicast packets are forwarded: routes are not shown");
      }
    }
  }

  /** {@code ip6fl_seq_show()}. */
  @Emits(value = "proc/net/ip6_flowlabel", needs = "fl_ht")
  void labels(Program kernel, Text out) {
    out.line("Label S Owner  Users  Linger Expires  Dst                              Opt");
    if (kernel.symbol("fl_ht").elements().stream().anyMatch(bucket -> !bucket.isNull())) {
      out.partial("flows have labels: they are not shown");
    }
  }
}
