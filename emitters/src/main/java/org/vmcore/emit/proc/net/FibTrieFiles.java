package org.vmcore.emit.proc.net;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.route.FibAlias;
import org.vmcore.kernel.net.route.FibTable;
import org.vmcore.kernel.net.route.FibTables;
import org.vmcore.kernel.net.route.Route;
import org.vmcore.kernel.net.route.TrieNode;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The routing tables of IPv4 as trees: {@code /proc/net/fib_trie} and {@code fib_triestat}, {@code
 * net/ipv4/fib_trie.c}.
 */
final class FibTrieFiles {
  private static final int MAX_STAT_DEPTH = 32; // net/ipv4/fib_trie.c
  private static final List<String> TYPES =
      List.of(
          "UNSPEC",
          "UNICAST",
          "LOCAL",
          "BROADCAST",
          "ANYCAST",
          "MULTICAST",
          "BLACKHOLE",
          "UNREACHABLE",
          "PROHIBIT",
          "THROW",
          "NAT",
          "XRESOLVE");

  /** {@code fib_trie_seq_show()}. */
  @Emits(value = "proc/net/fib_trie", needs = "struct key_vector")
  void trie(Program kernel, Text out) {
    for (FibTable table : FibTables.of(NetNamespaces.ofReader(kernel))) {
      for (TrieNode node : table.nodes()) {
        if (node.isRoot()) {
          title(table, out);
        }
        if (node.isLeaf()) {
          leaf(node, out);
        } else {
          indent(node.depth() - 1, out);
          out.line(
              "  +-- %s/%u %u %u %u",
              node.address(),
              node.prefixLength(),
              node.bits(),
              node.fullChildren(),
              node.emptyChildren());
        }
      }
    }
  }

  private static void leaf(TrieNode node, Text out) {
    indent(node.depth(), out);
    out.line("  |-- %s", node.address());
    for (FibAlias alias : node.aliases()) {
      indent(node.depth() + 1, out);
      out.print("  /%u %s %s", alias.prefixLength(), scope(alias), type(alias.type()));
      out.line(alias.tos() == 0 ? "" : " tos=" + alias.tos());
    }
  }

  private static void indent(int depth, Text out) {
    out.raw("   ".repeat(depth));
  }

  private static String scope(FibAlias alias) {
    int scope = alias.info().scope();
    return switch (scope) {
      case 0 -> "universe";
      case 200 -> "site";
      case 253 -> "link";
      case 254 -> "host";
      case 255 -> "nowhere";
      default -> "scope=" + scope;
    };
  }

  private static String type(int type) {
    return type < TYPES.size() ? TYPES.get(type) : "type " + type;
  }

  /** {@code fib_table_print()}. */
  private static void title(FibTable table, Text out) {
    switch ((int) table.id()) {
      case Route.RT_TABLE_LOCAL -> out.line("Local:");
      case Route.RT_TABLE_MAIN -> out.line("Main:");
      default -> out.line("Id %d:", (int) table.id());
    }
  }

  /** {@code fib_triestat_seq_show()}. */
  @Emits(value = "proc/net/fib_triestat", needs = "struct key_vector")
  void statistics(Program kernel, Text out) {
    long nodeBytes =
        kernel.offsetOf("struct tnode", "kv") + kernel.offsetOf("struct key_vector", "tnode");
    out.line(
        "Basic info: size of leaf: %d bytes, size of tnode: %d bytes.",
        nodeBytes + kernel.pointerSizeBytes(), nodeBytes);
    for (FibTable table : FibTables.of(NetNamespaces.ofReader(kernel))) {
      title(table, out);
      statistics(kernel, table.nodes(), nodeBytes, out);
      usage(table.trie(), out);
    }
  }

  /** {@code trie_collect_stats()} and {@code trie_show_stats()}. */
  private static void statistics(Program kernel, List<TrieNode> nodes, long nodeBytes, Text out) {
    List<TrieNode> leaves = nodes.stream().filter(TrieNode::isLeaf).toList();
    List<TrieNode> inner = nodes.stream().filter(node -> !node.isLeaf()).toList();
    long sumDepth = leaves.stream().mapToLong(TrieNode::depth).sum();
    long averageDepth = leaves.isEmpty() ? 0 : sumDepth * 100 / leaves.size();
    long prefixes = leaves.stream().mapToLong(leaf -> leaf.aliases().size()).sum();
    out.line("\tAver depth:     %u.%02d", averageDepth / 100, averageDepth % 100);
    out.line("\tMax depth:      %u", leaves.stream().mapToInt(TrieNode::depth).max().orElse(0));
    out.line("\tLeaves:         %u", leaves.size());
    out.line("\tPrefixes:       %u", prefixes);
    out.print("\tInternal nodes: %u\n\t", inner.size());
    long pointers = 0;
    for (int bits = 1; bits < MAX_STAT_DEPTH; bits++) {
      int wanted = bits;
      long count = inner.stream().filter(node -> node.bits() == wanted).count();
      if (count != 0) {
        out.print("  %u: %u", bits, count);
        pointers += count << bits;
      }
    }
    out.append('\n');
    out.line("\tPointers: %u", pointers);
    out.line("Null ptrs: %u", inner.stream().mapToLong(TrieNode::emptyChildren).sum());
    long sizeBytes =
        (nodeBytes + kernel.pointerSizeBytes()) * leaves.size()
            + kernel.sizeOf("struct fib_alias") * prefixes
            + nodeBytes * inner.size()
            + kernel.pointerSizeBytes() * pointers;
    out.line("Total size: %u  kB", (sizeBytes + 1023) / 1024);
  }

  /** {@code trie_show_usage()}: only where the kernel counts. */
  private static void usage(Value trie, Text out) {
    if (!trie.has("stats")) {
      return;
    }
    Value stats = trie.field("stats");
    out.print("\nCounters:\n---------\n");
    out.line("gets = %u", sum(stats, "gets"));
    out.line("backtracks = %u", sum(stats, "backtrack"));
    out.line("semantic match passed = %u", sum(stats, "semantic_match_passed"));
    out.line("semantic match miss = %u", sum(stats, "semantic_match_miss"));
    out.line("null node hit= %u", sum(stats, "null_node_hit"));
    out.print("skipped node resize = %u\n\n", sum(stats, "resize_node_skipped"));
  }

  private static long sum(Value stats, String member) {
    Program kernel = stats.program();
    PerCpu perCpu = PerCpu.of(kernel);
    return CpuMask.possible(kernel).stream()
        .mapToLong(cpu -> perCpu.ptr(stats, cpu).field(member).asLong())
        .sum();
  }
}
