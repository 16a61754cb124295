package org.vmcore.emit.proc.net;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.MulticastGroups;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.PointerChain;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Groups that devices are members of: {@code net/ipv4/igmp.c}, {@code net/ipv6/mcast.c}, {@code
 * net/ipv6/anycast.c}, {@code net/core/net-procfs.c}.
 */
final class Multicast {
  // include/uapi/linux/in.h
  private static final int MCAST_EXCLUDE = 0;
  private static final int MCAST_INCLUDE = 1;

  /** {@code igmp_mc_seq_show()}. */
  @Emits(value = "proc/net/igmp", needs = "struct ip_mc_list")
  void igmp(Program kernel, Text out) {
    out.line("Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter");
    for (NetDevice device : NetDevices.ofReader(kernel).all()) {
      List<Value> groups = MulticastGroups.ipv4(device);
      if (!groups.isEmpty()) {
        long count = device.value().field("ip_ptr").field("mc_count").asLong();
        String querier = "V" + MulticastGroups.igmpVersion(device);
        out.print("%d\t%-10s: %5d", device.ifindex(), device.name(), count);
        out.line(" %7s", querier);
      }
      for (Value group : groups) {
        out.print("\t\t\t\t%08X", group.field("multiaddr").asLong());
        out.print(" %5d %d", group.field("users").asLong(), group.field("tm_running").asLong());
        out.print(":%08lX", MulticastGroups.ipv4TimerTicks(group));
        out.line("\t\t%d", group.field("reporter").asLong());
      }
    }
  }

  /** {@code igmp_mcf_seq_show()}. */
  @Emits(value = "proc/net/mcfilter", needs = "struct ip_mc_list")
  void filters(Program kernel, Text out) {
    out.line("Idx Device        MCA        SRC    INC    EXC");
    for (NetDevice device : NetDevices.ofReader(kernel).all()) {
      for (Value group : MulticastGroups.ipv4(device)) {
        for (Value source : PointerChain.of(group.field("sources"), "sf_next")) {
          out.print("%3d %6.6s", device.ifindex(), device.name());
          out.print(" 0x%s", Macs.plain(group.field("multiaddr").bytes()));
          out.print(" 0x%s", Macs.plain(source.field("sf_inaddr").bytes()));
          counts(source, out);
        }
      }
    }
  }

  private static void counts(Value source, Text out) {
    Value counts = source.field("sf_count");
    out.line(
        " %6lu %6lu", counts.index(MCAST_INCLUDE).asLong(), counts.index(MCAST_EXCLUDE).asLong());
  }

  /** {@code igmp6_mc_seq_show()}. */
  @Emits(value = "proc/net/igmp6", needs = "igmp6_mc_seq_ops")
  void igmp6(Program kernel, Text out) {
    for (NetDevice device : NetDevices.ofReader(kernel).all()) {
      for (Value group : MulticastGroups.ipv6(device)) {
        out.print("%-4d %-15s", device.ifindex(), device.name());
        out.print(" %s", Macs.plain(group.field("mca_addr").bytes()));
        out.print(" %5d", group.field("mca_users").asLong());
        out.print(" %08X", group.field("mca_flags").asLong());
        out.line(" %ld", MulticastGroups.ipv6TimerTicks(group));
      }
    }
  }

  /** {@code igmp6_mcf_seq_show()}. */
  @Emits(value = "proc/net/mcfilter6", needs = "igmp6_mcf_seq_ops")
  void filters6(Program kernel, Text out) {
    out.line(
        "Idx Device                Multicast Address                   Source Address    INC    EXC");
    for (NetDevice device : NetDevices.ofReader(kernel).all()) {
      for (Value group : MulticastGroups.ipv6(device)) {
        for (Value source : PointerChain.of(group.field("mca_sources"), "sf_next")) {
          out.print("%3d %6.6s", device.ifindex(), device.name());
          out.print(" %s", Macs.plain(group.field("mca_addr").bytes()));
          out.print(" %s", Macs.plain(source.field("sf_addr").bytes()));
          counts(source, out);
        }
      }
    }
  }

  /** {@code ac6_seq_show()}. */
  @Emits(value = "proc/net/anycast6", needs = "struct ifacaddr6")
  void anycast(Program kernel, Text out) {
    for (NetDevice device : NetDevices.ofReader(kernel).all()) {
      for (Value address : MulticastGroups.anycast(device)) {
        out.print("%-4d %-15s", device.ifindex(), device.name());
        out.print(" %s", Macs.plain(address.field("aca_addr").bytes()));
        out.line(" %5d", address.field("aca_users").asLong());
      }
    }
  }

  /** {@code dev_mc_seq_show()}. */
  @Emits("proc/net/dev_mcast")
  void hardware(Program kernel, Text out) {
    for (NetDevice device : NetDevices.inProcOrder(NetNamespaces.ofReader(kernel))) {
      for (Value address : MulticastGroups.hardware(device)) {
        out.print("%-4d %-15s", device.ifindex(), device.name());
        out.print(" %-5d", address.field("refcount").asLong());
        out.print(" %-5d ", address.field("global_use").asLong());
        int length = device.hardwareAddress().length;
        out.line(Macs.plain(address.field("addr").index(0).bytes(length)));
      }
    }
  }
}
