package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.LinkStats;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.UnknownDriver;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;

/** {@code /proc/net/dev} as {@code dev_seq_printf_stats()}, {@code net/core/net-procfs.c}. */
final class Dev {
  private static final int NR_COLUMNS = 16;

  @Emits("proc/net/dev")
  void dev(Program kernel, Text out) {
    out.line("Inter-|   Receive                                                |  Transmit");
    out.line(
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs"
            + " drop fifo colls carrier compressed");
    for (NetDevice device : NetDevices.inProcOrder(NetNamespaces.ofReader(kernel))) {
      out.print("%6s:", device.name());
      try {
        show(LinkStats.of(device), out);
      } catch (UnknownDriver | NoSuchType unknown) {
        out.line(" -".repeat(NR_COLUMNS));
        out.partial(unknown.getMessage());
      }
    }
  }

  private static void show(LinkStats stats, Text out) {
    out.print(
        " %7llu %7llu %4llu %4llu %4llu %5llu %10llu %9llu",
        stats.get("rx_bytes"),
        stats.get("rx_packets"),
        stats.get("rx_errors"),
        stats.get("rx_dropped") + stats.get("rx_missed_errors"),
        stats.get("rx_fifo_errors"),
        stats.get("rx_length_errors")
            + stats.get("rx_over_errors")
            + stats.get("rx_crc_errors")
            + stats.get("rx_frame_errors"),
        stats.get("rx_compressed"),
        stats.get("multicast"));
    out.line(
        " %8llu %7llu %4llu %4llu %4llu %5llu %7llu %10llu",
        stats.get("tx_bytes"),
        stats.get("tx_packets"),
        stats.get("tx_errors"),
        stats.get("tx_dropped"),
        stats.get("tx_fifo_errors"),
        stats.get("collisions"),
        stats.get("tx_carrier_errors")
            + stats.get("tx_aborted_errors")
            + stats.get("tx_window_errors")
            + stats.get("tx_heartbeat_errors"),
        stats.get("tx_compressed"));
  }
}
