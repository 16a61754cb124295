package org.vmcore.emit.proc.net;

import java.util.HexFormat;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.neigh.Neighbour;
import org.vmcore.kernel.net.neigh.Neighbours;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/net/arp} as {@code arp_seq_show()}, {@code net/ipv4/arp.c}. */
final class Arp {
  // include/uapi/linux/if_arp.h
  private static final int ATF_COM = 0x02;
  private static final int ATF_PERM = 0x04;
  private static final int ATF_PUBL = 0x08;
  private static final int MAX_ADDRESS_BYTES = 9; // what HBUFFERLEN has room for

  @Emits(value = "proc/net/arp", needs = "arp_tbl")
  void arp(Program kernel, Text out) {
    Value net = NetNamespaces.ofReader(kernel);
    Value table = kernel.symbol("arp_tbl");
    out.line("IP address       HW type     Flags       HW address            Mask     Device");
    for (Neighbour neighbour : Neighbours.of(table, net)) {
      if ((neighbour.state() & ~Neighbour.NUD_NOARP) != 0) {
        neighbour(neighbour, out);
      }
    }
    for (Value entry : Neighbours.proxied(table, net)) {
      proxied(entry, out);
    }
  }

  /** {@code arp_format_neigh_entry()}. */
  private static void neighbour(Neighbour neighbour, Text out) {
    byte[] address = neighbour.hardwareAddress();
    int length = Math.min(address.length, MAX_ADDRESS_BYTES);
    out.line(
        "%-16s 0x%-10x0x%-10x%-17s     *        %s",
        neighbour.address(),
        neighbour.device().type(),
        flags(neighbour),
        HexFormat.ofDelimiter(":").formatHex(address, 0, length),
        neighbour.device().name());
  }

  /** {@code arp_state_to_flags()}. */
  private static int flags(Neighbour neighbour) {
    if ((neighbour.state() & Neighbour.NUD_PERMANENT) != 0) {
      return ATF_PERM | ATF_COM;
    }
    return neighbour.isValid() ? ATF_COM : 0;
  }

  /** {@code arp_format_pneigh_entry()}. */
  private static void proxied(Value entry, Text out) {
    Value dev = entry.field("dev");
    out.line(
        "%-16s 0x%-10x0x%-10x%s     *        %s",
        IpAddress.ipv4(entry.field("key")),
        dev.isNull() ? 0 : NetDevice.of(dev).type(),
        ATF_PUBL | ATF_PERM,
        "00:00:00:00:00:00",
        dev.isNull() ? "*" : NetDevice.of(dev).name());
  }
}
