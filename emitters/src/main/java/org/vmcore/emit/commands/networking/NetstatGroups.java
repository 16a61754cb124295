package org.vmcore.emit.commands.networking;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.MulticastGroups;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code netstat -W -agn}: {@code igmp_do_one()}, {@code netstat.c} of net-tools. */
final class NetstatGroups {
  @Emits("sos_commands/networking/netstat_-W_-agn")
  void groups(Program kernel, Text out) {
    groups(NetNamespaces.ofReader(kernel), out);
  }

  static void groups(Value net, Text out) {
    out.line("IPv6/IPv4 Group Memberships");
    out.line("Interface       RefCnt Group");
    out.line("--------------- ------ ---------------------");
    for (NetDevice device : NetDevices.of(net).all()) {
      MulticastGroups.ofIpv4(device).forEach(group -> print(device, group, out));
    }
    for (NetDevice device : NetDevices.of(net).all()) {
      MulticastGroups.ofIpv6(device).forEach(group -> print(device, group, out));
    }
  }

  private static void print(NetDevice device, MulticastGroups.Group group, Text out) {
    out.line("%-15s %-6d %s", device.name(), group.users(), group.address());
  }
}
