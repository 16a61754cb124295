package org.vmcore.emit.commands.networking;

import java.util.OptionalLong;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.link.NamedNets;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ip netns} and {@code ip vrf show} of iproute2. */
final class IpNetns {
  /** {@code print_netns()}, {@code ip/ipnetns.c}. */
  @Emits("sos_commands/networking/ip_netns")
  void netns(Program kernel, Text out) {
    Value own = NetNamespaces.ofReader(kernel);
    NamedNets.of(kernel)
        .all()
        .forEach(
            (name, net) -> {
              OptionalLong id = NamedNets.id(own, net);
              out.line("%s%s", name, id.isPresent() ? " (id: " + id.getAsLong() + ")" : "");
            });
  }

  /** {@code ipvrf_show()}, {@code ip/ipvrf.c}. */
  @Emits("sos_commands/networking/ip_vrf_show")
  void vrf(Program kernel, Text out) {
    out.line("Name              Table");
    out.line("-----------------------");
    boolean some = false;
    for (NetDevice device : NetDevices.inProcOrder(NetNamespaces.ofReader(kernel))) {
      if (device.kind().equals("vrf")) {
        long table = device.priv("struct net_vrf").field("tb_id").asLong() & 0xffffffffL;
        out.line("%-16s %5u", device.name(), table);
        some = true;
      }
    }
    if (!some) {
      out.line("No VRF has been configured");
    }
  }
}
