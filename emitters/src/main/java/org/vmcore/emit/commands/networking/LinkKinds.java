package org.vmcore.emit.commands.networking;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchMember;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.NoSuchType;

/**
 * What a link is of its kind, and what it is to its master: {@code print_linktype()}, {@code
 * ip/ipaddress.c} of iproute2.
 */
final class LinkKinds {
  /** The options of a link. */
  interface Options {
    void print(NetDevice device, Text out);
  }

  private static final Map<String, Options> KINDS =
      Map.ofEntries(
          Map.entry("vlan", VirtualLinks::vlan),
          Map.entry("macvlan", VirtualLinks::macvlan),
          Map.entry("macvtap", VirtualLinks::macvlan),
          Map.entry("ipvlan", VirtualLinks::ipvlan),
          Map.entry("ipvtap", VirtualLinks::ipvlan),
          Map.entry("vrf", VirtualLinks::vrf),
          Map.entry("tun", VirtualLinks::tun),
          Map.entry("gre", TunnelLinks::gre),
          Map.entry("gretap", TunnelLinks::gre),
          Map.entry("erspan", TunnelLinks::erspan),
          Map.entry("ipip", TunnelLinks::ipip),
          Map.entry("sit", TunnelLinks::sit),
          Map.entry("ip6tnl", TunnelLinks::ip6tnl),
          Map.entry("vti", TunnelLinks::vti),
          Map.entry("vxlan", OverlayLinks::vxlan),
          Map.entry("geneve", OverlayLinks::geneve),
          Map.entry("bond", BondLinks::bond),
          Map.entry("bridge", BridgeLinks::bridge));

  private static final Map<String, Options> SLAVES =
      Map.of(
          "bond", BondLinks::slave,
          "bridge", BridgeLinks::slave,
          "vrf", VirtualLinks::vrfSlave);

  /** Kinds that have options which are not shown here. */
  private static final Set<String> OTHERS =
      Set.of(
          "amt",
          "bareudp",
          "batadv",
          "can",
          "dsa",
          "gtp",
          "hsr",
          "ip6erspan",
          "ip6gre",
          "ip6gretap",
          "ipoib",
          "macsec",
          "netdevsim",
          "rmnet",
          "vti6",
          "wwan",
          "xfrm");

  private LinkKinds() {}

  static void print(NetDevice device, Text out) {
    if (!device.kind().isEmpty()) {
      out.print("\n    %s ", device.kind());
      options(KINDS.get(device.kind()), device, out);
      if (OTHERS.contains(device.kind())) {
        out.partial("options of " + device.kind() + " links");
      }
    }
    Optional<String> master = device.master().map(NetDevice::kind).filter(kind -> !kind.isEmpty());
    if (master.isPresent()) {
      out.print("\n    %s_slave ", master.get());
      options(SLAVES.get(master.get()), device, out);
    }
  }

  /** Drivers of other kernels, and those without types, give no options; the link stands. */
  private static void options(Options options, NetDevice device, Text out) {
    if (options == null) {
      return;
    }
    try {
      Text piece = new Text();
      options.print(device, piece);
      out.raw(piece.bytes());
    } catch (NoSuchType | NoSuchMember | NoSuchSymbol | MemoryFault | Malformed fault) {
      out.partial("options of " + device.name() + ": " + fault.getMessage());
    }
  }
}
