package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code ip mroute show} and {@code ip -s macsec show}: nothing on machines that neither route
 * multicast nor encrypt links; others are not shown yet.
 */
final class IpMroute {
  @Emits("sos_commands/networking/ip_mroute_show")
  void routes(Program kernel, Text out) {
    for (Value table : tables(NetNamespaces.ofReader(kernel))) {
      if (!ListHead.isEmpty(table.field("mfc_cache_list"))) {
        throw new NotReconstructable("there are multicast routes, which cannot be shown yet");
      }
    }
  }

  /** One table, or several where rules choose. */
  private static List<Value> tables(Value net) {
    if (net.has("ipv4.mr_tables")) {
      return ListHead.forEachEntry(net.at("ipv4.mr_tables"), "struct mr_table", "list");
    }
    List<Value> tables = new ArrayList<>();
    if (net.has("ipv4.mrt") && !net.at("ipv4.mrt").isNull()) {
      tables.add(net.at("ipv4.mrt").deref());
    }
    return tables;
  }

  @Emits("sos_commands/networking/ip_-s_macsec_show")
  void macsec(Program kernel, Text out) {
    for (NetDevice device : NetDevices.ofReader(kernel).all()) {
      if (device.kind().equals("macsec")) {
        throw new NotReconstructable("there are macsec links, which cannot be shown yet");
      }
    }
  }
}
