package org.vmcore.kernel.net.route;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/**
 * A {@code struct key_vector}, {@code net/ipv4/fib_trie.c}: a leaf, or an inner node with {@code 1
 * << bits} children.
 *
 * @param depth inner nodes on the way to it, itself included when it is one
 * @param isRoot whether it is the first of its table
 */
public record TrieNode(Value node, int depth, boolean isRoot) {
  private static final int KEYLENGTH = 32; // bits of a key
  private static final int MAX_BITS = 22; // an array of children fits into memory

  /** Most significant bits of the addresses below, others 0. */
  public long key() {
    return node.field("key").asLong() & 0xffffffffL;
  }

  public IpAddress address() {
    return IpAddress.ofHostOrder(key());
  }

  int pos() {
    return node.field("pos").asInt();
  }

  /** How many bits of the address choose a child; 0 for a leaf. */
  public int bits() {
    return node.field("bits").asInt();
  }

  public boolean isLeaf() {
    return bits() == 0;
  }

  /** Length of the prefix that all addresses below have in common. */
  public int prefixLength() {
    return KEYLENGTH - pos() - bits();
  }

  /** Children that have themselves all their children. */
  public long fullChildren() {
    return info().field("full_children").asLong();
  }

  public long emptyChildren() {
    return info().field("empty_children").asLong();
  }

  /** {@code tn_info()}. */
  private Value info() {
    return node.containerOf("struct tnode", "kv");
  }

  /** What a leaf knows: routes to its address, longest prefix first. */
  public List<FibAlias> aliases() {
    List<FibAlias> aliases = new ArrayList<>();
    for (Value alias : HList.forEachEntry(node.field("leaf"), "struct fib_alias", "fa_list")) {
      aliases.add(new FibAlias(key(), alias));
    }
    return aliases;
  }

  /** The node itself and all below, as {@code fib_trie_get_next()} comes by them. */
  void collect(List<TrieNode> nodes) {
    nodes.add(this);
    if (isLeaf()) {
      return;
    }
    if (bits() > MAX_BITS) {
      throw new Malformed("absurd width " + bits(), "struct key_vector", node.address());
    }
    for (long child : node.field("tnode").index(0).addressOf().longs(1 << bits())) {
      if (child != 0) {
        below(child).collect(nodes);
      }
    }
  }

  private TrieNode below(long address) {
    Value child = node.program().object("struct key_vector", address);
    TrieNode below = new TrieNode(child, depth, false);
    // Keys get longer on the way down, so that the walk ends.
    if (below.isLeaf()) {
      return below;
    }
    if (below.pos() + below.bits() > pos()) {
      throw new Malformed("node above itself", "struct key_vector", address);
    }
    return new TrieNode(child, depth + 1, false);
  }
}
