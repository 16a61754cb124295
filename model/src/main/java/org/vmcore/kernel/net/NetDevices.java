package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.tree.XArray;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The devices of network namespaces, {@code net/core/dev.c}. Immutable. */
public final class NetDevices {
  private static final int NETDEV_HASHENTRIES = 1 << 8; // include/linux/netdevice.h

  private final List<NetDevice> devices;

  private NetDevices(List<NetDevice> devices) {
    this.devices = List.copyOf(devices);
  }

  /** The devices that a reader of {@code /proc/net} sees. */
  public static NetDevices ofReader(Program kernel) {
    return of(NetNamespaces.ofReader(kernel));
  }

  /** The devices of a {@code struct net}. */
  public static NetDevices of(Value net) {
    record Key(long net) {}
    return net.program()
        .computed(
            new Key(net.address()),
            kernel ->
                new NetDevices(
                    ListHead.forEachEntry(
                            net.field("dev_base_head"), "struct net_device", "dev_list")
                        .stream()
                        .map(NetDevice::of)
                        .toList()));
  }

  /** {@code for_each_netdev()}: in the order of their registration. */
  public List<NetDevice> all() {
    return devices;
  }

  /** {@code __dev_get_by_index()}. */
  public Optional<NetDevice> byIndex(int ifindex) {
    return devices.stream().filter(device -> device.ifindex() == ifindex).findFirst();
  }

  /** {@code __dev_get_by_name()}. */
  public Optional<NetDevice> byName(String name) {
    return devices.stream().filter(device -> device.name().equals(name)).findFirst();
  }

  /**
   * The devices of a {@code struct net} in the order of {@code /proc/net/dev}, {@code
   * dev_seq_start()}: by number where an xarray files them (6.6+), else by hash bucket.
   */
  public static List<NetDevice> inProcOrder(Value net) {
    if (net.has("dev_by_index")) {
      return XArray.entries(net.field("dev_by_index")).stream()
          .map(slot -> NetDevice.of(slot.as("struct net_device")))
          .toList();
    }
    List<NetDevice> ordered = new ArrayList<>();
    for (Value bucket : net.field("dev_index_head").elements(NETDEV_HASHENTRIES)) {
      HList.forEachEntry(bucket, "struct net_device", "index_hlist").stream()
          .map(NetDevice::of)
          .forEach(ordered::add);
    }
    return ordered;
  }
}
