package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.MulticastGroups;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ip maddr show}: {@code print_mlist()}, {@code ip/ipmaddr.c} of iproute2. */
final class IpMaddr {
  @Emits("sos_commands/networking/ip_maddr_show")
  void show(Program kernel, Text out) {
    List<NetDevice> devices = new ArrayList<>(NetDevices.of(NetNamespaces.ofReader(kernel)).all());
    devices.sort(Comparator.comparingInt(NetDevice::ifindex));
    for (NetDevice device : devices) {
      Text addresses = new Text();
      link(device, addresses);
      MulticastGroups.ofIpv4(device).forEach(group -> group("inet ", group, addresses));
      MulticastGroups.ofIpv6(device).forEach(group -> group("inet6", group, addresses));
      if (addresses.sizeBytes() > 0) {
        out.line("%d:\t%s", device.ifindex(), device.name());
        out.raw(addresses.bytes());
      }
    }
  }

  private static void link(NetDevice device, Text out) {
    int length = device.hardwareAddress().length;
    for (Value address :
        ListHead.forEachEntry(
            device.value().field("mc").field("list"), "struct netdev_hw_addr", "list")) {
      byte[] bytes = address.field("addr").index(0).bytes(length);
      int users = address.field("refcount").asInt();
      out.print("\tlink  %s", HexFormat.ofDelimiter(":").formatHex(bytes));
      out.raw(users != 1 ? " users " + users : "");
      out.line(address.field("global_use").asBoolean() ? " static" : "");
    }
  }

  private static void group(String family, MulticastGroups.Group group, Text out) {
    out.print("\t%s %s", family, group.address());
    out.line(group.users() != 1 ? " users " + group.users() : "");
  }
}
