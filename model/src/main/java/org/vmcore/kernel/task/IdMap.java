package org.vmcore.kernel.task;

import java.util.List;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/** {@code struct uid_gid_map}, {@code include/linux/user_namespace.h}. */
public final class IdMap {
  private static final int UID_GID_MAP_MAX_EXTENTS = 340;
  private static final int UID_GID_MAP_MAX_BASE_EXTENTS = 5;

  private IdMap() {}

  /**
   * The {@code struct uid_gid_extent}s of a map; many of them have a place of their own (4.15+).
   *
   * @param map the {@code struct uid_gid_map}
   */
  public static List<Value> extents(Value map) {
    long count = map.field("nr_extents").asLong() & 0xffffffffL;
    if (count > UID_GID_MAP_MAX_EXTENTS) {
      throw new Malformed("absurd number of extents " + count, "uid_gid_map", map.address());
    }
    boolean apart = map.has("forward") && count > UID_GID_MAP_MAX_BASE_EXTENTS;
    return (apart ? map.field("forward") : map.field("extent")).elements(count);
  }
}
