package org.vmcore.emit.commands.networking;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.InterfaceAddress;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ip address}: {@code print_addrinfo()}, {@code ip/ipaddress.c} of iproute2. */
final class IpAddr {
  // include/uapi/linux/if_addr.h, in the order in which they are named
  private static final List<Flag> FLAGS =
      List.of(
          new Flag(0x01, "secondary"),
          new Flag(0x02, "nodad"),
          new Flag(0x04, "optimistic"),
          new Flag(0x08, "dadfailed"),
          new Flag(0x10, "home"),
          new Flag(InterfaceAddress.IFA_F_DEPRECATED, "deprecated"),
          new Flag(0x40, "tentative"),
          new Flag(InterfaceAddress.IFA_F_PERMANENT, "permanent"),
          new Flag(0x100, "mngtmpaddr"),
          new Flag(0x200, "noprefixroute"),
          new Flag(0x400, "autojoin"),
          new Flag(0x800, "stable-privacy"));
  private static final int IFA_F_SECONDARY = 0x01;

  private record Flag(int mask, String name) {}

  @Emits("sos_commands/networking/ip_-o_addr")
  void oneline(Program kernel, Text out) {
    oneline(NetNamespaces.ofReader(kernel), out);
  }

  static void oneline(Value net, Text out) {
    for (NetDevice device : NetDevices.inProcOrder(net)) {
      for (InterfaceAddress address : InterfaceAddress.of(device)) {
        out.print("%u: %s", device.ifindex(), device.name());
        print(address, net.program(), "\\", out);
      }
    }
  }

  /**
   * One address.
   *
   * @param newline what stands between its lines
   */
  static void print(InterfaceAddress address, Program kernel, String newline, Text out) {
    out.print("    %s %s", RtNames.family(address.local().family()), address.local());
    if (!address.peer().equals(address.local())) {
      out.print(" peer %s", address.peer());
    }
    out.print("/%d ", address.prefixLength());
    if (address.metric() != 0) {
      out.print("metric %u ", address.metric());
    }
    if (address.broadcast().isPresent()) {
      out.print("brd %s ", address.broadcast());
    }
    out.print("scope %s ", RtNames.scope(address.scope()));
    flags(address, out);
    if (address.protocol() != 0 && Iproute2.isAfter63(kernel)) {
      out.print("proto %s ", protocol(address.protocol()));
    }
    out.raw(address.label());
    out.raw(newline);
    lifetime(address, out);
    out.append('\n');
  }

  /** {@code print_ifa_flags()}. */
  private static void flags(InterfaceAddress address, Text out) {
    long flags = address.flags();
    for (Flag flag : FLAGS) {
      boolean set = (flags & flag.mask()) != 0;
      flags &= ~flag.mask();
      if (flag.mask() == InterfaceAddress.IFA_F_PERMANENT) {
        out.raw(set ? "" : "dynamic ");
      } else if (set) {
        boolean temporary =
            flag.mask() == IFA_F_SECONDARY && address.local().family() == IpAddress.AF_INET6;
        out.print("%s ", temporary ? "temporary" : flag.name());
      }
    }
    if (flags != 0) {
      out.print("flags %02x ", flags);
    }
  }

  /** {@code rtnl_addrprot_n2a()} of later iproute2: {@code IFAPROT_*}. */
  private static String protocol(int protocol) {
    return switch (protocol) {
      case 1 -> "kernel_lo";
      case 2 -> "kernel_ra";
      case 3 -> "kernel_ll";
      default -> Integer.toString(protocol);
    };
  }

  private static void lifetime(InterfaceAddress address, Text out) {
    out.print(
        "       valid_lft %s preferred_lft %s",
        address.lifetime().isAlwaysValid() ? "forever" : address.lifetime().validSeconds() + "sec",
        address.lifetime().isAlwaysPreferred()
            ? "forever"
            : address.lifetime().preferredSeconds() + "sec");
  }
}
