package org.vmcore.kernel.net;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;
import org.vmcore.types.Type;

/** A {@code struct net_device}, {@code include/linux/netdevice.h}. Immutable. */
public final class NetDevice {
  // include/uapi/linux/if.h
  public static final int IFF_UP = 0x1;
  public static final int IFF_RUNNING = 0x40;
  public static final int IFF_PROMISC = 0x100;
  public static final int IFF_ALLMULTI = 0x200;
  public static final int IFF_LOWER_UP = 0x10000;
  public static final int IFF_DORMANT = 0x20000;
  private static final int IF_OPER_UNKNOWN = 0;
  private static final int IF_OPER_DOWN = 2;
  private static final int IF_OPER_UP = 6;

  private static final int MAX_ADDR_LEN = 32; // include/linux/netdevice.h
  private static final int NETDEV_ALIGN = 32; // include/linux/netdevice.h

  private final Value dev;

  private NetDevice(Value dev) {
    this.dev = dev;
  }

  /**
   * @param dev the {@code struct net_device}, or a pointer to it that is not NULL
   */
  public static NetDevice of(Value dev) {
    return new NetDevice(dev.type().asStruct().isPresent() ? dev : dev.deref());
  }

  /** The {@code struct net_device}. */
  public Value value() {
    return dev;
  }

  public long address() {
    return dev.address();
  }

  public String name() {
    return dev.field("name").asString();
  }

  public int ifindex() {
    return dev.field("ifindex").asInt();
  }

  /** {@code dev_net()}: the {@code struct net} that it is in. */
  public Value net() {
    return NetNamespaces.of(dev.field("nd_net"));
  }

  /** {@code ARPHRD_*}. */
  public int type() {
    return dev.field("type").asInt();
  }

  /** {@code dev_get_flags()}: {@code IFF_*} bits as user space sees them. */
  public int flags() {
    int own = IFF_PROMISC | IFF_ALLMULTI;
    int flags =
        dev.field("flags").asInt() & ~(own | IFF_RUNNING | IFF_LOWER_UP | IFF_DORMANT)
            | dev.field("gflags").asInt() & own;
    if (isRunning()) {
      int operstate = dev.field("operstate").asInt();
      boolean operational = operstate == IF_OPER_UP || operstate == IF_OPER_UNKNOWN;
      flags |= operational ? IFF_RUNNING : 0;
      flags |= hasCarrier() ? IFF_LOWER_UP : 0;
      flags |= isDormant() ? IFF_DORMANT : 0;
    }
    return flags;
  }

  /** {@code netif_running()}: somebody set it up. */
  public boolean isRunning() {
    return hasState("__LINK_STATE_START");
  }

  /** {@code netif_carrier_ok()}. */
  public boolean hasCarrier() {
    return !hasState("__LINK_STATE_NOCARRIER");
  }

  /** {@code netif_dormant()}. */
  public boolean isDormant() {
    return hasState("__LINK_STATE_DORMANT");
  }

  /** {@code netif_testing()}, 5.8+; a kernel without knows no such state. */
  public boolean isTesting() {
    return dev.program().findEnumerator("__LINK_STATE_TESTING").isPresent()
        && hasState("__LINK_STATE_TESTING");
  }

  private boolean hasState(String bit) {
    return (dev.field("state").asLong() >> dev.program().enumerator(bit) & 1) != 0;
  }

  /** {@code IF_OPER_*} as {@code operstate_show()} has it: a device that is not up is down. */
  public int operstate() {
    return isRunning() ? dev.field("operstate").asInt() : IF_OPER_DOWN;
  }

  /** {@code dev_addr}: the hardware address, {@code addr_len} bytes. */
  public byte[] hardwareAddress() {
    return dev.field("dev_addr").deref().bytes(addressLength());
  }

  /** {@code broadcast}, {@code addr_len} bytes. */
  public byte[] broadcast() {
    return dev.field("broadcast").deref().bytes(addressLength());
  }

  private int addressLength() {
    return Math.min(dev.field("addr_len").asInt(), MAX_ADDR_LEN);
  }

  /** {@code perm_addr}: the address that the hardware came with; zeros where it has none. */
  public byte[] permanentAddress() {
    return dev.field("perm_addr").deref().bytes(addressLength());
  }

  /** {@code rtnl_link_ops->kind}: {@code "veth"}; empty for devices that have none. */
  public String kind() {
    Value ops = dev.field("rtnl_link_ops");
    return ops.isNull() ? "" : ops.field("kind").asString();
  }

  /** {@code netdev_master_upper_dev_get()}: the bridge, bond or team that it belongs to. */
  public Optional<NetDevice> master() {
    List<Value> upper = adjacent("upper");
    return upper.isEmpty() || !upper.get(0).field("master").asBoolean()
        ? Optional.empty()
        : Optional.of(of(upper.get(0).field("dev")));
  }

  /** Devices directly above. */
  public List<NetDevice> uppers() {
    return adjacent("upper").stream().map(link -> of(link.field("dev"))).toList();
  }

  /** Devices directly below: the ports of a bridge, what a VLAN runs on. */
  public List<NetDevice> lowers() {
    return adjacent("lower").stream().map(link -> of(link.field("dev"))).toList();
  }

  /** {@code struct netdev_adjacent}s. */
  private List<Value> adjacent(String direction) {
    return ListHead.forEachEntry(
        dev.field("adj_list").field(direction), "struct netdev_adjacent", "list");
  }

  /**
   * {@code netdev_priv()}: what the driver keeps, of its own type.
   *
   * @param type {@code "struct veth_priv"}
   */
  public Value priv(String type) {
    Program kernel = dev.program();
    if (dev.has("priv")) { // 6.11+
      return kernel.object(typeOfDriver(type), dev.field("priv").address());
    }
    long sizeBytes = kernel.sizeOf("struct net_device");
    return kernel.object(
        typeOfDriver(type),
        dev.address() + (sizeBytes + NETDEV_ALIGN - 1) / NETDEV_ALIGN * NETDEV_ALIGN);
  }

  /** As the driver's sources mean it: e1000 and e1000e both have a {@code struct e1000_adapter}. */
  private Type typeOfDriver(String type) {
    Program kernel = dev.program();
    return kernel
        .symbolAt(dev.field("netdev_ops").asLong())
        .filter(operations -> !operations.module().isEmpty())
        .map(operations -> kernel.module(operations.module()).type(type))
        .orElseGet(() -> kernel.type(type));
  }

  /**
   * Name of the driver's function for an operation, empty when it has none.
   *
   * @param ndo {@code "ndo_get_stats64"}
   */
  public String operation(String ndo) {
    Value ops = dev.field("netdev_ops");
    if (ops.isNull() || !ops.has(ndo) || ops.field(ndo).isNull()) {
      return "";
    }
    long function = ops.field(ndo).asLong();
    return dev.program()
        .symbolAt(function)
        .filter(symbol -> symbol.offsetBytes() == 0)
        .map(SymbolAt::name)
        .orElseGet(() -> "at 0x" + Long.toHexString(function));
  }

  /** What to throw where only the driver's function for this operation knows the answer. */
  public UnknownDriver unknown(String ndo) {
    return new UnknownDriver(operation(ndo), this);
  }

  /** {@code dev_get_iflink()}: number of the device below, of the peer, or its own. */
  public int iflink() {
    return Iflink.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetDevice that && address() == that.address();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(address());
  }

  @Override
  public String toString() {
    return "net device at 0x" + Long.toHexString(address());
  }
}
