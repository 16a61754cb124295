package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.addr.Ipv6AddressTable;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/net/if_inet6} as {@code if6_seq_show()}, {@code net/ipv6/addrconf.c}. */
final class IfInet6 {
  @Emits(value = "proc/net/if_inet6", needs = "struct inet6_ifaddr")
  void ifInet6(Program kernel, Text out) {
    for (Value ifaddr : Ipv6AddressTable.of(NetNamespaces.ofReader(kernel))) {
      NetDevice device = NetDevice.of(ifaddr.at("idev->dev"));
      out.line(
          "%s %02x %02x %02x %02x %8s",
          IpAddress.ipv6(ifaddr.field("addr")).hex(),
          device.ifindex(),
          ifaddr.field("prefix_len").asInt(),
          ifaddr.field("scope").asInt(),
          ifaddr.field("flags").asInt() & 0xff,
          device.name());
    }
  }
}
