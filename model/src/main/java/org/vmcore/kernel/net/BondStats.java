package org.vmcore.kernel.net;

import org.vmcore.model.Value;

/**
 * {@code bond_get_stats()}, {@code drivers/net/bonding/bond_main.c}: what it said last time, and
 * how far its slaves have counted since.
 */
final class BondStats {
  private BondStats() {}

  static void addTo(DeviceStats stats) {
    Value before = stats.device().priv("struct bonding").field("bond_stats");
    stats.names().forEach(name -> stats.add(name, before.field(name).asLong()));
    for (BondSlave slave : BondSlave.of(stats.device())) {
      LinkStats now = LinkStats.of(slave.device());
      Value then = slave.value().field("slave_stats");
      for (String name : stats.names()) {
        stats.add(name, since(now.get(name), then.field(name).asLong()));
      }
    }
  }

  /** {@code bond_fold_stats()}: counters of 32 bits may have run over, others never go back. */
  static long since(long now, long before) {
    long delta = (now | before) >>> Integer.SIZE == 0 ? (int) now - (int) before : now - before;
    return Math.max(delta, 0);
  }
}
