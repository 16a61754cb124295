package org.vmcore.kernel.net.route;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Value;

/** A routing table of IPv4, {@code struct fib_table}. Several may share a trie. */
public record FibTable(Value table) {
  /** {@code RT_TABLE_*} or a number. */
  public long id() {
    return table.field("tb_id").asLong() & 0xffffffffL;
  }

  /** All nodes of the trie, top down. */
  public List<TrieNode> nodes() {
    List<TrieNode> nodes = new ArrayList<>();
    Value first = trie().field("kv").index(0).field("tnode").index(0);
    if (!first.isNull()) {
      TrieNode root = new TrieNode(first.deref(), 0, true);
      new TrieNode(root.node(), root.isLeaf() ? 0 : 1, true).collect(nodes);
    }
    return nodes;
  }

  /** {@code struct trie}. */
  public Value trie() {
    return table.program().object("struct trie", table.field("tb_data").asLong());
  }

  /** The routes of this table, by address and with the longest prefix first. */
  public List<FibAlias> aliases() {
    List<FibAlias> aliases = new ArrayList<>();
    for (TrieNode node : nodes()) {
      if (node.isLeaf()) {
        node.aliases().stream().filter(alias -> alias.tableId() == id()).forEach(aliases::add);
      }
    }
    return aliases;
  }
}
