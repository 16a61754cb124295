package org.vmcore.emit.commands.networking;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.neigh.Neighbour;
import org.vmcore.kernel.net.neigh.Neighbours;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ip neigh show}: {@code print_neigh()}, {@code ip/ipneigh.c} of iproute2. */
final class IpNeigh {
  /** {@code NUD_*} by bit. */
  private static final List<String> STATES =
      List.of("INCOMPLETE", "REACHABLE", "STALE", "DELAY", "PROBE", "FAILED", "NOARP", "PERMANENT");

  @Emits("sos_commands/networking/ip_-s_-s_neigh_show")
  void withStatistics(Program kernel, Text out) {
    withStatistics(NetNamespaces.ofReader(kernel), out);
  }

  static void withStatistics(Value net, Text out) {
    print(net, 0xff & ~Neighbour.NUD_NOARP, true, out);
  }

  @Emits("sos_commands/networking/ip_neigh_show_nud_noarp")
  void noArp(Program kernel, Text out) {
    print(NetNamespaces.ofReader(kernel), Neighbour.NUD_NOARP, false, out);
  }

  private static void print(Value net, int states, boolean withStatistics, Text out) {
    for (Neighbour neighbour : Neighbours.of(net)) {
      boolean learned = (neighbour.flags() & Neighbour.NTF_EXT_LEARNED) != 0;
      if ((neighbour.state() & states) != 0 || learned) {
        print(neighbour, withStatistics, out);
      }
    }
  }

  private static void print(Neighbour neighbour, boolean withStatistics, Text out) {
    out.print("%s dev %s ", neighbour.address(), neighbour.device().name());
    if (neighbour.isValid()) {
      byte[] address = neighbour.hardwareAddress();
      out.print("lladdr %s ", LinkAddress.text(neighbour.device().type(), address));
    }
    flag(neighbour, Neighbour.NTF_ROUTER, "router ", out);
    flag(neighbour, Neighbour.NTF_MANAGED, "managed ", out);
    flag(neighbour, Neighbour.NTF_EXT_LEARNED, "extern_learn ", out);
    flag(neighbour, Neighbour.NTF_OFFLOADED, "offload ", out);
    if (withStatistics) {
      statistics(neighbour, out);
    }
    for (int bit = 0; bit < STATES.size(); bit++) {
      if ((neighbour.state() >> bit & 1) != 0) {
        out.print("%s ", STATES.get(bit));
      }
    }
    if (neighbour.protocol() != 0) {
      out.print("proto %s ", RtNames.protocol(neighbour.protocol()));
    }
    out.append('\n');
  }

  private static void flag(Neighbour neighbour, int flag, String name, Text out) {
    out.raw((neighbour.flags() & flag) != 0 ? name : "");
  }

  private static void statistics(Neighbour neighbour, Text out) {
    if (neighbour.references() != 0) {
      out.print(" ref %u", neighbour.references());
    }
    out.print(
        " used %u/%u/%uprobes %u ",
        neighbour.ageSeconds("used"),
        neighbour.ageSeconds("confirmed"),
        neighbour.ageSeconds("updated"),
        neighbour.probes());
  }
}
