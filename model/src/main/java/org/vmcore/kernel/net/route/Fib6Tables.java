package org.vmcore.kernel.net.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.kernel.list.HList;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** The routing tables of IPv6 in a {@code struct net}, {@code net/ipv6/ip6_fib.c}. */
public final class Fib6Tables {
  private static final int RTN_RTINFO = 0x0004; // include/net/ip6_fib.h: node with routes
  private static final int MAX_DEPTH = 512; // of a tree over 128 bits, and one below over sources
  private static final int MAX_ROUTES = 4 << 20;

  private Fib6Tables() {}

  /** {@code struct fib6_table}s, as they are filed: by the last byte of their numbers. */
  public static List<Value> of(Value net) {
    Value hash = net.at("ipv6.fib_table_hash");
    int nrBuckets = net.has("ipv6.fib6_rules_ops") ? 256 : 1; // FIB6_TABLE_HASHSZ
    List<Value> tables = new ArrayList<>();
    for (Value bucket : hash.elements(nrBuckets)) {
      tables.addAll(HList.forEachEntry(bucket, "struct fib6_table", "tb6_hlist"));
    }
    return tables;
  }

  /** All {@code struct fib6_info}s of a table, as {@code fib6_walk()} comes by them. */
  public static List<Value> infos(Value table) {
    List<Value> infos = new ArrayList<>();
    walk(table.field("tb6_root"), 0, infos, new HashSet<>());
    return infos;
  }

  private static void walk(Value node, int depth, List<Value> infos, Set<Long> seen) {
    if (depth > MAX_DEPTH || !seen.add(node.address())) {
      throw new Malformed("tree runs into itself", "struct fib6_node", node.address());
    }
    for (String below : List.of("subtree", "left", "right")) {
      if (node.has(below) && !node.field(below).isNull()) { // subtree: only with sources
        walk(node.field(below).deref(), depth + 1, infos, seen);
      }
    }
    if ((node.field("fn_flags").asInt() & RTN_RTINFO) == 0) {
      return;
    }
    for (Value info = node.field("leaf"); !info.isNull(); info = next(info)) {
      if (!seen.add(info.asLong()) || infos.size() == MAX_ROUTES) {
        throw new Malformed("routes run into each other", "struct fib6_info", info.asLong());
      }
      infos.add(info.deref());
    }
  }

  /** Before 4.18 with cached routes: {@code struct rt6_info}. */
  private static Value next(Value info) {
    return MemberVariants.first(info, "fib6_next", "rt6_next");
  }

  /** {@code inet6_dump_fib()}: the routes of all tables, ways of the same route together. */
  public static List<Route> routes(Value net) {
    List<Route> routes = new ArrayList<>();
    Set<Long> told = new HashSet<>();
    long nullEntry = net.at("ipv6.fib6_null_entry").asLong();
    for (Value table : of(net)) {
      for (Value info : infos(table)) {
        if (info.address() == nullEntry || told.contains(info.address())) {
          continue;
        }
        Fib6Route route = new Fib6Route(info);
        route.siblings().forEach(sibling -> told.add(sibling.address()));
        routes.add(route);
      }
    }
    return routes;
  }
}
