package org.vmcore.kernel.net.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.HList;
import org.vmcore.model.Value;

/** The routing tables of IPv4 in a {@code struct net}, {@code net/ipv4/fib_frontend.c}. */
public final class FibTables {
  private FibTables() {}

  /** All tables, as they are filed: by the last byte of their numbers. */
  public static List<FibTable> of(Value net) {
    Value hash = net.at("ipv4.fib_table_hash");
    List<FibTable> tables = new ArrayList<>();
    for (Value bucket : hash.elements(nrBuckets(net))) {
      HList.forEachEntry(bucket, "struct fib_table", "tb_hlist")
          .forEach(table -> tables.add(new FibTable(table)));
    }
    return tables;
  }

  /** {@code FIB_TABLE_HASHSZ}, {@code include/net/ip_fib.h}: few without rules. */
  private static int nrBuckets(Value net) {
    return net.has("ipv4.rules_ops") ? 256 : 2;
  }

  public static Optional<FibTable> byId(Value net, long id) {
    return of(net).stream().filter(table -> table.id() == id).findFirst();
  }

  /** {@code inet_dump_fib()}: the routes of all tables. */
  public static List<Route> routes(Value net) {
    List<Route> routes = new ArrayList<>();
    for (FibTable table : of(net)) {
      table.aliases().forEach(alias -> routes.add(new Fib4Route(alias)));
    }
    return routes;
  }
}
