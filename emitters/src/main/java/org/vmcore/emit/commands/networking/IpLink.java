package org.vmcore.emit.commands.networking;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.LinkStats;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.UnknownDriver;
import org.vmcore.kernel.net.addr.InterfaceAddress;
import org.vmcore.kernel.net.link.LinkNet;
import org.vmcore.kernel.net.link.NamedNets;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code ip -d address} and {@code ip -s -d link}: {@code print_linkinfo()}, {@code ip/ipaddress.c}
 * of iproute2, on what {@code rtnl_fill_ifinfo()} tells.
 */
final class IpLink {
  private static final int IFF_POINTOPOINT = 0x10; // include/uapi/linux/if.h

  /** Limits that kernels came to know one by one. */
  private static final List<String> LIMITS =
      List.of(
          "tso_max_size", "tso_max_segs", "gro_max_size", "gso_ipv4_max_size", "gro_ipv4_max_size");

  @Emits("sos_commands/networking/ip_-d_address")
  void addresses(Program kernel, Text out) {
    addresses(NetNamespaces.ofReader(kernel), out);
  }

  static void addresses(Value net, Text out) {
    for (NetDevice device : NetDevices.inProcOrder(net)) {
      head(device, false, out);
      details(device, false, out);
      altnames(device.value(), out);
      out.append('\n');
      for (InterfaceAddress address : InterfaceAddress.of(device)) {
        IpAddr.print(address, net.program(), "\n", out);
      }
    }
  }

  @Emits("sos_commands/networking/ip_-s_-d_link")
  void links(Program kernel, Text out) {
    links(NetNamespaces.ofReader(kernel), out);
  }

  static void links(Value net, Text out) {
    for (NetDevice device : NetDevices.inProcOrder(net)) {
      head(device, true, out);
      details(device, true, out);
      try {
        LinkStatsText.print(LinkStats.of(device), out);
      } catch (UnknownDriver | NoSuchType fault) {
        out.partial("statistics of " + device.name() + ": " + fault.what());
      }
      altnames(device.value(), out);
      out.append('\n');
    }
  }

  /** The line with name and state. */
  private static void head(NetDevice device, boolean ofLink, Text out) {
    Value dev = device.value();
    out.print("%d: %s", device.ifindex(), device.name());
    int iflink = iflink(device, out);
    Optional<Value> other = otherNet(device);
    boolean masterDown = false;
    if (iflink == 0) {
      out.raw("@NONE");
    } else if (other.isPresent()) {
      out.print("@if%u", iflink);
    } else if (iflink != device.ifindex()) {
      Optional<NetDevice> link = NetDevices.of(device.net()).byIndex(iflink);
      out.print("@%s", link.map(NetDevice::name).orElse("if" + iflink));
      masterDown = link.map(l -> (l.flags() & NetDevice.IFF_UP) == 0).orElse(false);
    }
    out.print(": <%s> ", LinkNames.flags(device.flags(), masterDown));
    out.print("mtu %u ", dev.field("mtu").asLong() & 0xffffffffL);
    if (!dev.field("qdisc").isNull()) {
      out.print("qdisc %s ", dev.at("qdisc->ops->id").asString());
    }
    device.master().ifPresent(master -> out.print("master %s ", master.name()));
    out.print("state %s ", LinkNames.operstate(device.operstate()));
    if (ofLink) {
      out.print("mode %s ", dev.field("link_mode").asInt() == 0 ? "DEFAULT" : "DORMANT");
    }
    out.print("group %s ", RtNames.group(dev.field("group").asInt()));
    if (dev.field("tx_queue_len").asLong() != 0) {
      out.print("qlen %d", dev.field("tx_queue_len").asLong());
    }
    out.append('\n');
  }

  private static int iflink(NetDevice device, Text out) {
    try {
      return device.iflink();
    } catch (UnknownDriver | NoSuchType fault) {
      out.partial("what " + device.name() + " is linked to: " + fault.what());
      return device.ifindex();
    }
  }

  /** The namespace of the other end, when it is not the device's own. */
  private static Optional<Value> otherNet(NetDevice device) {
    try {
      return LinkNet.of(device).filter(net -> net.address() != device.net().address());
    } catch (NoSuchType fault) {
      return Optional.empty(); // then it is not known what it is linked to, which is said there
    }
  }

  /** The line with addresses, and what {@code -d} adds to it. */
  private static void details(NetDevice device, boolean ofLink, Text out) {
    addresses(device, out);
    otherNet(device).ifPresent(net -> out.raw(linkNetns(device, net)));
    Value dev = device.value();
    if (dev.has("proto_down") && dev.field("proto_down").asBoolean()) {
      out.raw(" protodown on ");
    }
    out.print(" promiscuity %u ", number(dev, "promiscuity"));
    if (knows(dev, "IFLA_ALLMULTI")) {
      String separator = Iproute2.isAfter63(dev.program()) ? "" : " ";
      out.print("%sallmulti %u ", separator, number(dev, "allmulti"));
    }
    out.print("minmtu %u maxmtu %u ", number(dev, "min_mtu"), number(dev, "max_mtu"));
    LinkKinds.print(device, out);
    if (ofLink) {
      out.raw(addrGenMode(dev));
    }
    queues(dev, out);
    parent(dev, out);
    alias(dev, out);
  }

  private static void addresses(NetDevice device, Text out) {
    int type = device.type();
    out.print("    link/%s ", LinkNames.type(type));
    byte[] address = device.hardwareAddress();
    if (address.length == 0) {
      return;
    }
    boolean pointToPoint = (device.flags() & IFF_POINTOPOINT) != 0;
    out.raw(LinkAddress.text(type, address));
    out.print(pointToPoint ? " peer %s" : " brd %s", LinkAddress.text(type, device.broadcast()));
    String permanent = LinkAddress.text(type, device.permanentAddress());
    if (knows(device.value(), "IFLA_PERM_ADDRESS")
        && isSet(device.permanentAddress())
        && !permanent.equals(LinkAddress.text(type, address))) {
      out.print(" permaddr %s", permanent);
    }
  }

  private static boolean isSet(byte[] address) {
    for (byte b : address) {
      if (b != 0) {
        return true;
      }
    }
    return false;
  }

  private static String linkNetns(NetDevice device, Value net) {
    Optional<String> name = NamedNets.of(net.program()).name(net);
    if (name.isPresent()) {
      return " link-netns " + name.get();
    }
    OptionalLong id = NamedNets.id(device.net(), net);
    return " link-netnsid " + (id.isPresent() ? Long.toString(id.getAsLong()) : "unknown");
  }

  /** {@code print_af_spec()}; a device without IPv6 has no such mode. */
  private static String addrGenMode(Value dev) {
    if (!dev.has("ip6_ptr.cnf.addr_gen_mode") || dev.field("ip6_ptr").isNull()) {
      return "";
    }
    return "addrgenmode " + addrGenMode(dev.at("ip6_ptr.cnf.addr_gen_mode").asInt()) + " ";
  }

  /** As the message to user space carries it, in a byte. */
  static String addrGenMode(int mode) {
    List<String> names = List.of("eui64", "none", "stable_secret", "random");
    int sent = mode & 0xff;
    return sent < names.size() ? names.get(sent) : "0x" + Integer.toHexString(sent);
  }

  private static void queues(Value dev, Text out) {
    out.print("numtxqueues %u ", number(dev, "num_tx_queues"));
    if (dev.has("num_rx_queues")) {
      out.print("numrxqueues %u ", number(dev, "num_rx_queues"));
    }
    out.print("gso_max_size %u ", number(dev, "gso_max_size"));
    out.print("gso_max_segs %u ", number(dev, "gso_max_segs"));
    for (String limit : LIMITS) {
      if (dev.has(limit)) {
        out.print("%s %u ", limit, number(dev, limit));
      }
    }
  }

  /** {@code rtnl_fill_prop_list()} and {@code IFLA_PARENT_DEV_NAME}, 5.14+. */
  private static void parent(Value dev, Text out) {
    if (!knows(dev, "IFLA_PARENT_DEV_NAME")) {
      return;
    }
    Optional<Device> parent = Device.of(dev.field("dev")).parent();
    parent.flatMap(Device::bus).ifPresent(bus -> out.print("parentbus %s ", bus));
    parent.ifPresent(device -> out.print("parentdev %s ", device.name()));
  }

  private static void alias(Value dev, Text out) {
    Value alias = dev.field("ifalias");
    if (!alias.isNull()) {
      String text = alias.has("ifalias") ? alias.field("ifalias").asString() : alias.asString();
      out.print("\n    alias %s", text);
    }
  }

  /** Further names, {@code struct netdev_name_node}, 5.5+. */
  private static void altnames(Value dev, Text out) {
    Optional<Value> first = MemberVariants.find(dev, "name_node").filter(node -> !node.isNull());
    if (first.isPresent()) {
      for (Value node :
          ListHead.forEachEntry(first.get().field("list"), "struct netdev_name_node", "list")) {
        out.print("\n    altname %s", node.field("name").asString());
      }
    }
  }

  private static boolean knows(Value dev, String attribute) {
    return dev.program().findEnumerator(attribute).isPresent();
  }

  private static long number(Value dev, String member) {
    return dev.field(member).asLong() & 0xffffffffL;
  }
}
