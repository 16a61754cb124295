package org.vmcore.kernel.net.addr;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** Where IPv6 files the addresses of all devices, {@code inet6_addr_lst}. */
public final class Ipv6AddressTable {
  private static final int IN6_ADDR_HSIZE = 1 << 8; // include/net/addrconf.h

  private Ipv6AddressTable() {}

  /** {@code if6_get_next()}: the {@code struct inet6_ifaddr}s of a {@code struct net}. */
  public static List<Value> of(Value net) {
    // Since 5.18 each namespace has a table of its own.
    Value table =
        MemberVariants.find(net, "ipv6.inet6_addr_lst")
            .orElseGet(() -> net.program().symbol("inet6_addr_lst"));
    List<Value> all = new ArrayList<>();
    for (Value bucket : table.elements(IN6_ADDR_HSIZE)) {
      for (Value ifaddr : HList.forEachEntry(bucket, "struct inet6_ifaddr", "addr_lst")) {
        if (NetDevice.of(ifaddr.at("idev->dev")).net().address() == net.address()) {
          all.add(ifaddr);
        }
      }
    }
    return all;
  }
}
