package org.vmcore.kernel.net.nft;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Value;

/** A {@code struct nft_chain}: rules in their order. */
public record NftChain(Value value) {
  private static final int NFT_CHAIN_BASE = 1; // include/uapi/linux/netfilter/nf_tables.h
  private static final int NF_ACCEPT = 1;

  /**
   * Where packets enter a chain.
   *
   * @param type {@code filter}, {@code nat}, {@code route}
   * @param hook number of the hook
   * @param accepts what becomes of packets that no rule decides about
   */
  public record Base(String type, int hook, int priority, boolean accepts) {}

  public String name() {
    return value.field("name").asString();
  }

  public long handle() {
    return value.field("handle").asLong();
  }

  /** Empty for a chain that only others lead to. */
  public Optional<Base> base() {
    if ((value.field("flags").asLong() & NFT_CHAIN_BASE) == 0) {
      return Optional.empty();
    }
    Value base = value.containerOf("struct nft_base_chain", "chain");
    return Optional.of(
        new Base(
            base.at("type.name").asString(),
            base.at("ops.hooknum").asInt(),
            base.at("ops.priority").asInt(),
            base.field("policy").asLong() == NF_ACCEPT));
  }

  public List<NftRule> rules() {
    return ListHead.forEachEntry(value.field("rules"), "struct nft_rule", "list").stream()
        .map(NftRule::new)
        .toList();
  }

  /** How many rules lead here: the kernel counts its own rules, too. */
  public long nrReferences() {
    return Math.max(0, (value.field("use").asLong() & 0xffff_ffffL) - rules().size());
  }
}
