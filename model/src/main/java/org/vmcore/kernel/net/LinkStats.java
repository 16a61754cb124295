package org.vmcore.kernel.net;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.model.Program;
import org.vmcore.types.StructType;

/**
 * What a device counted: {@code struct rtnl_link_stats64}, {@code include/uapi/linux/if_link.h}, by
 * the names of its members. Immutable.
 */
public final class LinkStats {
  private final Map<String, Long> counters;

  LinkStats(Map<String, Long> counters) {
    this.counters = new LinkedHashMap<>(counters);
  }

  /**
   * {@code dev_get_stats()}.
   *
   * @throws UnknownDriver when only the driver knows, and we do not know the driver
   */
  public static LinkStats of(NetDevice device) {
    record Key(long device) {}
    Program kernel = device.value().program();
    return kernel.computed(new Key(device.address()), k -> DeviceStats.read(device));
  }

  /** The counters that this kernel has, in their order. */
  public static List<String> names(Program kernel) {
    StructType type = (StructType) kernel.type("struct rtnl_link_stats64").resolved();
    return type.members().stream().map(StructType.Member::name).toList();
  }

  /** A counter; 0 for one that this kernel does not have. */
  public long get(String name) {
    return counters.getOrDefault(name, 0L);
  }
}
