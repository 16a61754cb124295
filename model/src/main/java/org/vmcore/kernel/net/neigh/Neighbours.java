package org.vmcore.kernel.net.neigh;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The tables of neighbours, {@code struct neigh_table}, {@code net/core/neighbour.c}. */
public final class Neighbours {
  private static final int MAX_HASH_SHIFT = 24;
  private static final int PNEIGH_BUCKETS = 16; // PNEIGH_HASHMASK + 1, net/core/neighbour.c
  private static final int MAX_NEIGHBOURS = 4 << 20;

  private Neighbours() {}

  /** Those of IPv4 and then of IPv6 in a {@code struct net}. */
  public static List<Neighbour> of(Value net) {
    List<Neighbour> all = new ArrayList<>();
    for (String table : List.of("arp_tbl", "nd_tbl")) {
      net.program().findSymbol(table).ifPresent(t -> all.addAll(of(t, net)));
    }
    return all;
  }

  /**
   * {@code neigh_dump_table()}.
   *
   * @param table {@code arp_tbl} or {@code nd_tbl}
   */
  public static List<Neighbour> of(Value table, Value net) {
    Value hash = table.field("nht");
    int shift = hash.field("hash_shift").asInt();
    if (shift < 0 || shift > MAX_HASH_SHIFT) {
      throw new Malformed("absurd size " + shift, "struct neigh_hash_table", hash.asLong());
    }
    List<Neighbour> all = new ArrayList<>();
    for (Value entry : entries(hash, 1 << shift)) {
      Neighbour neighbour = new Neighbour(entry, table.field("family").asInt());
      if (neighbour.device().net().address() == net.address()) {
        all.add(neighbour);
      }
    }
    return all;
  }

  /** {@code struct neighbour}s; since 6.14 on lists that know their heads. */
  private static List<Value> entries(Value hash, int nrBuckets) {
    List<Value> all = new ArrayList<>();
    if (hash.has("hash_heads")) {
      for (Value head : hash.field("hash_heads").elements(nrBuckets)) {
        all.addAll(HList.forEachEntry(head, "struct neighbour", "hash"));
      }
      return all;
    }
    for (long first : hash.field("hash_buckets").longs(nrBuckets)) {
      chain(hash.program().number("struct neighbour *", first), all);
    }
    return all;
  }

  private static void chain(Value first, List<Value> all) {
    Set<Long> seen = new HashSet<>();
    for (Value next = first; !next.isNull(); next = next.field("next")) {
      if (!seen.add(next.asLong()) || all.size() == MAX_NEIGHBOURS) {
        throw new Malformed("chain runs into itself", next.type().spelling(), next.asLong());
      }
      all.add(next.deref());
    }
  }

  /**
   * {@code struct pneigh_entry}s of a {@code struct net}: addresses that the machine answers for.
   *
   * @param table {@code arp_tbl} or {@code nd_tbl}
   */
  public static List<Value> proxied(Value table, Value net) {
    Program kernel = table.program();
    List<Value> all = new ArrayList<>();
    for (long first : table.field("phash_buckets").longs(PNEIGH_BUCKETS)) {
      List<Value> entries = new ArrayList<>();
      chain(kernel.number("struct pneigh_entry *", first), entries);
      entries.stream()
          .filter(entry -> NetNamespaces.of(entry.field("net")).address() == net.address())
          .forEach(all::add);
    }
    return all;
  }
}
