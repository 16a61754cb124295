package org.vmcore.emit.commands.vmcore;

import java.util.List;
import java.util.StringJoiner;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.DeviceQueue;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.InterfaceAddress;
import org.vmcore.kernel.net.link.NamedNets;
import org.vmcore.kernel.net.qdisc.Qdisc;
import org.vmcore.kernel.net.qdisc.QdiscStats;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code net}: the devices of all network namespaces with their addresses, then what waits to be
 * sent and which queues the driver has stopped, since when.
 */
final class Net {
  @Emits("sos_commands/vmcore/net")
  void net(Program kernel, Text out) {
    for (Value net : NetNamespaces.all(kernel)) {
      namespace(kernel, net, out);
      for (NetDevice device : NetDevices.inProcOrder(net)) {
        try {
          device(device, out);
          waiting(device, out);
          queues(kernel, device, out);
        } catch (MemoryFault | Malformed fault) {
          out.partial("device at 0x" + Long.toHexString(device.address()) + ": " + fault.what());
        }
      }
      out.append('\n');
    }
  }

  private static void namespace(Program kernel, Value net, Text out) {
    out.print("NAMESPACE %016lx  net:[%u]", net.address(), NetNamespaces.inum(net));
    out.line("%s", NamedNets.of(kernel).name(net).map(name -> "  " + name).orElse(""));
    out.line("NET_DEVICE        INDEX NAME             STATE FLAGS      MTU    ADDRESSES");
  }

  private static void device(NetDevice device, Text out) {
    StringJoiner addresses = new StringJoiner(" ");
    for (InterfaceAddress address : InterfaceAddress.of(device)) {
      addresses.add(address.local() + "/" + address.prefixLength());
    }
    out.line(
        "%016lx %6d %-16s %-5s 0x%08x %-6u %s",
        device.address(),
        device.ifindex(),
        device.name(),
        device.isRunning() ? (device.hasCarrier() ? "up" : "nolnk") : "down",
        device.flags(),
        device.value().field("mtu").asLong() & 0xffffffffL,
        addresses.toString());
  }

  private static void waiting(NetDevice device, Text out) {
    for (Qdisc qdisc : Qdisc.of(device)) {
      QdiscStats stats = qdisc.stats();
      if (stats.qlen() != 0 || stats.backlogBytes() != 0) {
        out.line(
            "    qdisc %016lx %s %x: backlog %u bytes in %u packets, %u dropped",
            qdisc.qdisc().address(),
            qdisc.kind(),
            qdisc.handle() >> 16,
            stats.backlogBytes(),
            stats.qlen(),
            stats.drops());
      }
    }
  }

  /** Queues that cannot take packets; the watchdog barks when that lasts too long. */
  private static void queues(Program kernel, NetDevice device, Text out) {
    long timeoutMs =
        Hz.jiffiesToMsecs(kernel, device.value().field("watchdog_timeo").asLong() & 0xffffffffL);
    for (DeviceQueue queue : DeviceQueue.sending(device)) {
      List<String> reasons = QueueStops.of(queue);
      if (!reasons.isEmpty()) {
        long jiffies = Hz.jiffies(kernel) - queue.value().field("trans_start").asLong();
        long ageMs = Hz.jiffiesToMsecs(kernel, Math.max(0, jiffies));
        boolean stuck = device.isRunning() && device.hasCarrier() && ageMs > timeoutMs;
        out.line(
            "    tx queue %u stopped by %s, sent last %u ms ago%s",
            queue.index(),
            String.join(" and ", reasons),
            ageMs,
            stuck && timeoutMs != 0 ? ", longer than its watchdog's " + timeoutMs + " ms" : "");
      }
      if (queue.timeouts() != 0) {
        out.line("    tx queue %u timed out %u times", queue.index(), queue.timeouts());
      }
    }
  }
}
