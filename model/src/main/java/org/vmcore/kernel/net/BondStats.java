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
    for (Value pointer : DriverStats.lowerPrivates(stats.device())) {
      Value slave = pointer.cast("struct slave *").deref();
      LinkStats now = LinkStats.of(NetDevice.of(slave.field("dev")));
      for (String name : stats.names()) {
        stats.add(name, since(now.get(name), slave.field("slave_stats").field(name).asLong()));
      }
    }
  }

  /** {@code bond_fold_stats()}: counters of 32 bits may have run over, others never go back. */
  static long since(long now, long before) {
    long delta = (now | before) >>> Integer.SIZE == 0 ? (int) now - (int) before : now - before;
    return Math.max(delta, 0);
  }
}
