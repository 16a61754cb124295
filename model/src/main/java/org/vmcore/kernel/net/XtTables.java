package org.vmcore.kernel.net;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Value;

/** Tables of the packet filters of old, {@code net/netfilter/x_tables.c}. */
public final class XtTables {
  private XtTables() {}

  /**
   * The {@code struct xt_table}s of a namespace; since 5.12 in the module's own part of it.
   *
   * @param net the {@code struct net}
   * @param family {@code NFPROTO_*}
   */
  public static List<Value> of(Value net, int family) {
    Optional<Value> heads =
        net.has("xt.tables")
            ? Optional.of(net.at("xt.tables"))
            : NetGeneric.find(net, "xt_pernet_id", "struct xt_pernet")
                .map(own -> own.field("tables"));
    return heads
        .map(all -> ListHead.forEachEntry(all.index(family), "struct xt_table", "list"))
        .orElse(List.of());
  }
}
