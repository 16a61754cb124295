package org.vmcore.kernel.net.nft;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.kernel.tree.Rhashtable;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** A {@code struct nft_set}: keys that rules look up. */
public record NftSet(Value value) {
  private static final int NFT_SET_ANONYMOUS = 1; // include/uapi/linux/netfilter/nf_tables.h
  private static final int NFT_SET_ELEM_INTERVAL_END = 1;
  private static final int MAX_BUCKETS = 1 << 20;

  /**
   * An element.
   *
   * @param intervalEnd whether an interval ended before this key
   */
  public record Element(byte[] key, boolean intervalEnd) {}

  public String name() {
    return value.field("name").asString();
  }

  public long handle() {
    return value.field("handle").asLong();
  }

  /** Whether a rule has it for itself. */
  public boolean isAnonymous() {
    return (flags() & NFT_SET_ANONYMOUS) != 0;
  }

  /** {@code NFT_SET_*}. */
  public long flags() {
    return value.field("flags").asLong();
  }

  /** The number that {@code nft} gave to the keys' type. */
  public long keyType() {
    return value.field("ktype").asLong();
  }

  public int keyBytes() {
    return value.field("klen").asInt();
  }

  /**
   * Elements as the set's structure has them.
   *
   * @throws Malformed for a structure that is not known here
   */
  public List<Element> elements() {
    String ops =
        value.program().symbolAt(value.field("ops").asLong()).map(SymbolAt::name).orElse("");
    return switch (ops) {
      case "nft_set_hash_type", "nft_set_hash_fast_type" -> hashed();
      case "nft_set_rhash_type" ->
          extensions(
              Rhashtable.entries(
                  priv("struct nft_rhash").field("ht"), "struct nft_rhash_elem", "node"));
      case "nft_set_rbtree_type" ->
          extensions(
              RbTree.inOrder(
                  priv("struct nft_rbtree").field("root"), "struct nft_rbtree_elem", "node"));
      case "nft_set_bitmap_type" ->
          extensions(
              ListHead.forEachEntry(
                  priv("struct nft_bitmap").field("list"), "struct nft_bitmap_elem", "head"));
      default -> throw new Malformed("a set of an unknown kind: " + ops, name(), value.address());
    };
  }

  private Value priv(String type) {
    Program kernel = value.program();
    return kernel.object(type, value.address() + kernel.offsetOf("struct nft_set", "data"));
  }

  private List<Element> hashed() {
    Value priv = priv("struct nft_hash");
    long nrBuckets = Math.min(MAX_BUCKETS, priv.field("buckets").asLong() & 0xffff_ffffL);
    List<Value> elements = new ArrayList<>();
    Value table = priv.field("table").index(0).addressOf();
    for (long i = 0; i < nrBuckets; i++) {
      elements.addAll(HList.forEachEntry(table.index(i), "struct nft_hash_elem", "node"));
    }
    return extensions(elements);
  }

  /** {@code nft_set_ext()}: what an element has lies at offsets that differ from set to set. */
  private List<Element> extensions(List<Value> elements) {
    Program kernel = value.program();
    long keyAt = kernel.enumerator("NFT_SET_EXT_KEY");
    long flagsAt = kernel.enumerator("NFT_SET_EXT_FLAGS");
    List<Element> found = new ArrayList<>();
    for (Value element : elements) {
      Value ext = element.field("ext");
      long key = ext.address() + ext.field("offset").index(keyAt).asLong();
      long flags = ext.field("offset").index(flagsAt).asLong();
      boolean end =
          flags != 0
              && (kernel.memory().u8(ext.address() + flags) & NFT_SET_ELEM_INTERVAL_END) != 0;
      found.add(new Element(kernel.memory().read(key, keyBytes()), end));
    }
    return found;
  }
}
