package org.vmcore.kernel.net.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.UnknownDriver;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.neigh.Neighbour;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Forwarding tables: what {@code rtnl_fdb_dump()}, {@code net/core/rtnetlink.c}, tells. */
public final class FdbTable {
  private static final int ARPHRD_ETHER = 1; // include/uapi/linux/if_arp.h
  private static final int ETH_ALEN = 6; // include/uapi/linux/if_ether.h

  private FdbTable() {}

  /** Addresses that a bridge has learned or knows behind one of its ports. */
  public static List<FdbEntry> ofPort(NetDevice device) {
    Optional<BridgePort> port = BridgePort.of(device);
    return port.isEmpty()
        ? List.of()
        : bridged(port.get().bridge(), Optional.of(port.get().port().address()));
  }

  /**
   * Addresses that a device tells of itself.
   *
   * @throws UnknownDriver when only the driver knows, and we do not know the driver
   */
  public static List<FdbEntry> of(NetDevice device) {
    List<FdbEntry> entries = new ArrayList<>();
    switch (device.operation("ndo_fdb_dump")) {
      case "", "ndo_dflt_fdb_dump" -> own(device, entries);
      case "br_fdb_dump" -> {
        own(device, entries);
        entries.addAll(bridged(Bridge.of(device), Optional.empty()));
      }
      case "vxlan_fdb_dump" -> vxlan(device, entries);
      default -> throw new UnknownDriver(device.operation("ndo_fdb_dump"), device);
    }
    return entries;
  }

  /** {@code ndo_dflt_fdb_dump()}. */
  private static void own(NetDevice device, List<FdbEntry> entries) {
    if (device.type() != ARPHRD_ETHER) {
      return;
    }
    for (String list : List.of("uc", "mc")) {
      Value head = device.value().field(list).field("list");
      for (Value address : ListHead.forEachEntry(head, "struct netdev_hw_addr", "list")) {
        byte[] bytes = address.field("addr").index(0).bytes(ETH_ALEN);
        entries.add(FdbEntry.own(bytes, device, Neighbour.NUD_PERMANENT));
      }
    }
  }

  /**
   * {@code br_fdb_dump()}.
   *
   * @param port the {@code struct net_bridge_port}; without, addresses of the bridge itself
   */
  private static List<FdbEntry> bridged(Bridge bridge, Optional<Long> port) {
    List<FdbEntry> entries = new ArrayList<>();
    Value list = bridge.bridge().field("fdb_list");
    for (Value fdb : HList.forEachEntry(list, "struct net_bridge_fdb_entry", "fdb_node")) {
      long destination = fdb.field("dst").asLong();
      if (destination == port.orElse(0L)) {
        entries.add(bridged(bridge, fdb));
      }
    }
    return entries;
  }

  /** {@code fdb_fill_info()}. */
  private static FdbEntry bridged(Bridge bridge, Value fdb) {
    Value destination = fdb.field("dst");
    boolean offloaded = has(fdb, "BR_FDB_OFFLOADED");
    int flags =
        (offloaded ? Neighbour.NTF_OFFLOADED : 0)
            | (has(fdb, "BR_FDB_ADDED_BY_EXT_LEARN") ? Neighbour.NTF_EXT_LEARNED : 0)
            | (has(fdb, "BR_FDB_STICKY") ? FdbEntry.NTF_STICKY : 0);
    return new FdbEntry(
        fdb.at("key.addr").bytes(ETH_ALEN),
        destination.isNull() ? bridge.device() : NetDevice.of(destination.field("dev")),
        "",
        fdb.at("key.vlan_id").asInt() & 0xffff,
        Optional.of(ages(fdb)),
        flags,
        Optional.of(bridge.device()),
        state(bridge.bridge(), fdb));
  }

  private static boolean has(Value fdb, String bit) {
    return (fdb.field("flags").asLong() >> fdb.program().enumerator(bit) & 1) != 0;
  }

  /** {@code fdb_to_nud()}. */
  private static int state(Value bridge, Value fdb) {
    if (has(fdb, "BR_FDB_LOCAL")) {
      return Neighbour.NUD_PERMANENT;
    }
    if (has(fdb, "BR_FDB_STATIC")) {
      return Neighbour.NUD_NOARP;
    }
    boolean changing = bridge.field("topology_change").asBoolean();
    long holdTime = bridge.field(changing ? "forward_delay" : "ageing_time").asLong();
    long expires = fdb.field("updated").asLong() + holdTime;
    boolean expired =
        !has(fdb, "BR_FDB_ADDED_BY_EXT_LEARN") && expires - Hz.jiffies(fdb.program()) <= 0;
    return expired ? Neighbour.NUD_STALE : Neighbour.NUD_REACHABLE;
  }

  private static FdbEntry.Ages ages(Value fdb) {
    return new FdbEntry.Ages(seconds(fdb.field("used")), seconds(fdb.field("updated")));
  }

  private static long seconds(Value stamp) {
    Program kernel = stamp.program();
    return Hz.jiffiesToClockT(kernel, Hz.jiffies(kernel) - stamp.asLong()) / Hz.USER_HZ;
  }

  /** {@code vxlan_fdb_dump()}; on one list since 6.15. */
  private static void vxlan(NetDevice device, List<FdbEntry> entries) {
    Value vxlan = device.priv("struct vxlan_dev");
    if (vxlan.has("fdb_list")) {
      HList.forEachEntry(vxlan.field("fdb_list"), "struct vxlan_fdb", "fdb_node")
          .forEach(fdb -> vxlan(device, vxlan, fdb, entries));
      return;
    }
    for (Value head : vxlan.field("fdb_head").elements()) {
      HList.forEachEntry(head, "struct vxlan_fdb", "hlist")
          .forEach(fdb -> vxlan(device, vxlan, fdb, entries));
    }
  }

  /** {@code vxlan_fdb_info()}: one for each place where the address may be. */
  private static void vxlan(NetDevice device, Value vxlan, Value fdb, List<FdbEntry> entries) {
    Optional<Value> nexthop = MemberVariants.find(fdb, "nh").filter(nh -> !nh.isNull());
    if (nexthop.isPresent()) {
      long id = nexthop.get().field("id").asLong() & 0xffffffffL;
      entries.add(vxlan(device, fdb, "nhid " + id + " "));
      return;
    }
    for (Value remote : ListHead.forEachEntry(fdb.field("remotes"), "struct vxlan_rdst", "list")) {
      entries.add(vxlan(device, fdb, remote(device, vxlan, remote)));
    }
  }

  private static FdbEntry vxlan(NetDevice device, Value fdb, String remote) {
    return new FdbEntry(
        key(fdb),
        device,
        remote,
        0,
        Optional.of(ages(fdb)),
        fdb.field("flags").asInt() & 0xff,
        Optional.empty(),
        fdb.field("state").asInt() & 0xffff);
  }

  private static byte[] key(Value fdb) {
    return MemberVariants.first(fdb, "key.eth_addr", "eth_addr").index(0).bytes(ETH_ALEN);
  }

  private static String remote(NetDevice device, Value vxlan, Value remote) {
    StringBuilder text = new StringBuilder();
    Value ip = remote.field("remote_ip");
    int family = ip.at("sa.sa_family").asInt();
    Value address = family == IpAddress.AF_INET6 ? ip.at("sin6.sin6_addr") : ip.at("sin.sin_addr");
    text.append("dst ").append(IpAddress.of(family, address)).append(' ');
    long port = bigEndian(remote.field("remote_port"));
    if (port != 0 && port != bigEndian(vxlan.at("cfg.dst_port"))) {
      text.append("port ").append(port).append(' ');
    }
    long vni = bigEndian(remote.field("remote_vni"));
    if (vni != bigEndian(vxlan.at("default_dst.remote_vni"))) {
      text.append("vni ").append(vni).append(' ');
    }
    int ifindex = remote.field("remote_ifindex").asInt();
    if (ifindex != 0) {
      Optional<NetDevice> via = NetDevices.of(device.net()).byIndex(ifindex);
      text.append("via ").append(via.map(NetDevice::name).orElse("if" + ifindex)).append(' ');
    }
    return text.toString();
  }

  private static long bigEndian(Value number) {
    long value = 0;
    for (byte b : number.bytes()) {
      value = value << Byte.SIZE | b & 0xff;
    }
    return value;
  }
}
