package org.vmcore.kernel.net;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Connection tracking, {@code net/netfilter/nf_conntrack_core.c}. */
public final class Conntrack {
  private static final int IP_CT_DIR_ORIGINAL = 0; // nf_conntrack_tuple_common.h

  private Conntrack() {}

  /** Connections of a {@code struct net} that have not expired, by hash bucket. */
  public static List<Connection> in(Value net) {
    return all(net.program()).stream()
        .filter(connection -> connection.net().address() == net.address())
        .filter(connection -> !connection.isExpired())
        .toList();
  }

  private static List<Connection> all(Program kernel) {
    return kernel.computed(Conntrack.class, Conntrack::read);
  }

  /** Each is filed twice, once for each direction: the original one counts. */
  private static List<Connection> read(Program kernel) {
    Value hash = kernel.object("struct hlist_nulls_head *", kernel.address("nf_conntrack_hash"));
    long size = kernel.object("unsigned int", kernel.address("nf_conntrack_htable_size")).asLong();
    return HashBuckets.occupied(hash.deref(), size, "").stream()
        .flatMap(
            bucket ->
                HList.forEachEntry(bucket.head(), "struct nf_conntrack_tuple_hash", "hnnode")
                    .stream())
        .filter(hashed -> hashed.at("tuple.dst.dir").asLong() == IP_CT_DIR_ORIGINAL)
        .map(hashed -> new Connection(hashed.containerOf("struct nf_conn", "tuplehash")))
        .toList();
  }

  /** {@code nf_conntrack_count()}: entries of a namespace; before 5.13 in {@code net.ct}. */
  public static long count(Value net) {
    if (net.has("ct.count")) {
      return net.at("ct.count.counter").asLong();
    }
    return NetGeneric.find(net, "nf_conntrack_net_id", "struct nf_conntrack_net")
        .map(part -> part.at("count.counter").asLong())
        .orElse(0L);
  }

  /** {@code struct ip_conntrack_stat} of a CPU; empty where tracking is not used. */
  public static Optional<Value> statistics(Value net, int cpu) {
    Value stat = net.at("ct.stat");
    return stat.isNull() ? Optional.empty() : Optional.of(PerCpu.of(net.program()).ptr(stat, cpu));
  }
}
