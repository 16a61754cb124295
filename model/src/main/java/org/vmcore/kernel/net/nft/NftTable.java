package org.vmcore.kernel.net.nft;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.NetGeneric;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct nft_table}. What a change that was under way had not yet made is left out. */
public record NftTable(Value value) {
  /** Those of a namespace in the kernel's order; none where nothing of nftables is loaded. */
  public static List<NftTable> of(Value net) {
    return tables(net).stream()
        .flatMap(head -> ListHead.forEachEntry(head, "struct nft_table", "list").stream())
        .filter(table -> isActive(net, table.field("genmask").asLong()))
        .map(NftTable::new)
        .toList();
  }

  /**
   * Since 5.13 the module keeps them: first in its own part, so that it shows whether there are any
   * even where nothing is known of the module's types.
   */
  private static Optional<Value> tables(Value net) {
    if (net.has("nft.tables")) {
      return Optional.of(net.at("nft.tables"));
    }
    Program kernel = net.program();
    Optional<Value> head = NetGeneric.find(net, "nf_tables_net_id", "struct list_head");
    return head.filter(ListHead::isEmpty).isPresent()
        ? Optional.empty()
        : head.map(h -> kernel.object("struct nftables_pernet", h.address()).field("tables"));
  }

  /** {@code nft_is_active()}: whether the generation that is in force has it. */
  private static boolean isActive(Value net, long genmask) {
    long cursor = net.at("nft.gencursor").asLong();
    return (genmask >> cursor & 1) == 0;
  }

  public String name() {
    return value.field("name").asString();
  }

  /** {@code NFPROTO_*}. */
  public int family() {
    return value.field("family").asInt();
  }

  public long handle() {
    return value.field("handle").asLong();
  }

  /** In the order of the kernel's list. */
  public List<NftChain> chains() {
    return ListHead.forEachEntry(value.field("chains"), "struct nft_chain", "list").stream()
        .map(NftChain::new)
        .toList();
  }

  public List<NftSet> sets() {
    return ListHead.forEachEntry(value.field("sets"), "struct nft_set", "list").stream()
        .map(NftSet::new)
        .toList();
  }
}
