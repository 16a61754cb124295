package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;

/** Names that iproute2 has for types, states and flags of links. */
final class LinkNames {
  /** {@code ARPHRD_*}, {@code include/uapi/linux/if_arp.h}: {@code lib/ll_types.c}. */
  private static final Map<Integer, String> TYPES =
      Map.ofEntries(
          Map.entry(0, "netrom"),
          Map.entry(1, "ether"),
          Map.entry(2, "eether"),
          Map.entry(3, "ax25"),
          Map.entry(6, "ieee802"),
          Map.entry(19, "atm"),
          Map.entry(24, "ieee1394"),
          Map.entry(32, "infiniband"),
          Map.entry(256, "slip"),
          Map.entry(257, "cslip"),
          Map.entry(271, "x25"),
          Map.entry(280, "can"),
          Map.entry(512, "ppp"),
          Map.entry(513, "hdlc"),
          Map.entry(768, "ipip"),
          Map.entry(769, "tunnel6"),
          Map.entry(772, "loopback"),
          Map.entry(774, "fddi"),
          Map.entry(776, "sit"),
          Map.entry(777, "ip/ddp"),
          Map.entry(778, "gre"),
          Map.entry(779, "pimreg"),
          Map.entry(801, "ieee802.11"),
          Map.entry(802, "ieee802.11/prism"),
          Map.entry(803, "ieee802.11/radiotap"),
          Map.entry(804, "ieee802.15.4"),
          Map.entry(820, "phonet"),
          Map.entry(821, "phonet_pipe"),
          Map.entry(822, "caif"),
          Map.entry(823, "gre6"),
          Map.entry(824, "netlink"),
          Map.entry(825, "6lowpan"),
          Map.entry(0xfffe, "none"),
          Map.entry(0xffff, "void"));

  private static final List<String> OPERSTATES =
      List.of("UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP");

  private record Flag(int bit, String name) {}

  /** {@code IFF_*}, {@code include/uapi/linux/if.h}, in the order in which they are named. */
  private static final List<Flag> FLAGS =
      List.of(
          new Flag(0x8, "LOOPBACK"),
          new Flag(0x2, "BROADCAST"),
          new Flag(0x10, "POINTOPOINT"),
          new Flag(0x1000, "MULTICAST"),
          new Flag(0x80, "NOARP"),
          new Flag(0x200, "ALLMULTI"),
          new Flag(0x100, "PROMISC"),
          new Flag(0x400, "MASTER"),
          new Flag(0x800, "SLAVE"),
          new Flag(0x4, "DEBUG"),
          new Flag(0x8000, "DYNAMIC"),
          new Flag(0x4000, "AUTOMEDIA"),
          new Flag(0x2000, "PORTSEL"),
          new Flag(0x20, "NOTRAILERS"),
          new Flag(NetDevice.IFF_UP, "UP"),
          new Flag(NetDevice.IFF_LOWER_UP, "LOWER_UP"),
          new Flag(NetDevice.IFF_DORMANT, "DORMANT"),
          new Flag(0x40000, "ECHO"));

  private LinkNames() {}

  /** {@code ll_type_n2a()}. */
  static String type(int type) {
    return TYPES.getOrDefault(type, "[" + type + "]");
  }

  static String operstate(int state) {
    return state < OPERSTATES.size() ? OPERSTATES.get(state) : Text.format("%#llx", state);
  }

  /** {@code print_link_flags()}. */
  static String flags(int flags, boolean masterDown) {
    List<String> names = new ArrayList<>();
    if ((flags & NetDevice.IFF_UP) != 0 && (flags & NetDevice.IFF_RUNNING) == 0) {
      names.add("NO-CARRIER");
    }
    int rest = flags & ~NetDevice.IFF_RUNNING;
    for (Flag flag : FLAGS) {
      if ((rest & flag.bit()) != 0) {
        names.add(flag.name());
        rest &= ~flag.bit();
      }
    }
    if (rest != 0) {
      names.add(Integer.toHexString(rest));
    }
    if (masterDown) {
      names.add("M-DOWN");
    }
    StringJoiner text = new StringJoiner(",");
    names.forEach(text::add);
    return text.toString();
  }

  /** {@code ll_proto_n2a()} for the protocols of VLANs. */
  static String protocol(int etherType) {
    return switch (etherType) {
      case 0x8100 -> "802.1Q";
      case 0x88a8 -> "802.1ad";
      case 0x0800 -> "ip";
      case 0x0806 -> "arp";
      case 0x86dd -> "ipv6";
      case 0x8847 -> "mpls_uc";
      case 0x8848 -> "mpls_mc";
      case 0x88cc -> "LLDP";
      case 0x0003 -> "all";
      default -> "[" + etherType + "]";
    };
  }

  /** {@code print_on_off()}. */
  static String onOff(boolean on) {
    return on ? "on" : "off";
  }

  /** As {@code %#llx} of C. */
  static String hex(long number) {
    return number == 0 ? "0" : "0x" + Long.toHexString(number);
  }
}
