package org.vmcore.kernel.net.route;

import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ip_ignore_linkdown()}, {@code ip6_ignore_linkdown()}: sysctls of a device. */
final class LinkDown {
  private LinkDown() {}

  static boolean isIgnored(NetDevice device, int family) {
    if (family == IpAddress.AF_INET6) {
      Value inet6Dev = device.value().field("ip6_ptr");
      return !inet6Dev.isNull() && inet6Dev.at("cnf.ignore_routes_with_linkdown").asBoolean();
    }
    Value inDev = device.value().field("ip_ptr");
    return !inDev.isNull()
        && (isSet(inDev.field("cnf")) || isSet(device.net().at("ipv4.devconf_all")));
  }

  private static boolean isSet(Value ipv4Devconf) {
    Program kernel = ipv4Devconf.program();
    long index = kernel.findEnumerator("IPV4_DEVCONF_IGNORE_ROUTES_WITH_LINKDOWN").orElse(0);
    return index > 0 && ipv4Devconf.field("data").index(index - 1).asBoolean();
  }
}
