package org.vmcore.dwarf;

import java.util.LinkedHashMap;
import java.util.Map;

/** Bytes of the units that were read of late: lookups come back to the same ones. Thread-safe. */
final class RecentUnits {
  private static final int KEPT_BYTES = 16 << 20;

  private final Map<Long, byte[]> units = new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;

  /** The unit's bytes, its header included. */
  byte[] bytes(Unit unit) {
    synchronized (units) {
      byte[] known = units.get(unit.offset());
      if (known != null) {
        return known;
      }
    }
    byte[] bytes = new byte[unit.sizeBytes()];
    unit.sections().read(unit, bytes);
    synchronized (units) {
      if (units.put(unit.offset(), bytes) == null) {
        keptBytes += bytes.length;
      }
      var oldest = units.values().iterator();
      while (keptBytes > KEPT_BYTES && units.size() > 1) {
        keptBytes -= oldest.next().length;
        oldest.remove();
      }
    }
    return bytes;
  }
}
