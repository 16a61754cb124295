package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.LinkStats;

/**
 * Lines with the counters of a link: {@code print_stats64()}, {@code ip/ipaddress.c} of iproute2.
 */
final class LinkStatsText {
  /** What the narrowest columns have room for. */
  private static final List<String> WIDEST =
      List.of("*X errors:", "packets", "errors", "dropped", "heartbt", "overrun", "compressed");

  private static final List<String> RX =
      List.of(
          "rx_bytes",
          "rx_packets",
          "rx_errors",
          "rx_dropped",
          "rx_missed_errors",
          "multicast",
          "rx_compressed");
  private static final List<String> TX =
      List.of(
          "tx_bytes",
          "tx_packets",
          "tx_errors",
          "tx_dropped",
          "tx_carrier_errors",
          "collisions",
          "tx_compressed");
  private static final int COMPRESSED = 6; // column that is shown only when it counts something

  private LinkStatsText() {}

  static void print(LinkStats stats, Text out) {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < WIDEST.size(); i++) {
      int rx = Long.toUnsignedString(stats.get(RX.get(i))).length();
      int tx = Long.toUnsignedString(stats.get(TX.get(i))).length();
      widths.add(Math.max(WIDEST.get(i).length(), Math.max(rx, tx)));
    }
    table("RX", List.of("missed", "mcast"), RX, stats, widths, out);
    table("TX", List.of("carrier", "collsns"), TX, stats, widths, out);
  }

  private static void table(
      String way,
      List<String> names,
      List<String> counters,
      LinkStats stats,
      List<Integer> widths,
      Text out) {
    boolean compressed = stats.get(counters.get(COMPRESSED)) != 0;
    out.print(
        "\n    %s: %*s %*s %*s %*s %*s %*s %*s\n    ",
        way,
        widths.get(0) - 4,
        "bytes",
        widths.get(1),
        "packets",
        widths.get(2),
        "errors",
        widths.get(3),
        "dropped",
        widths.get(4),
        names.get(0),
        widths.get(5),
        names.get(1),
        widths.get(COMPRESSED),
        compressed ? "compressed" : "");
    for (int i = 0; i < (compressed ? COMPRESSED + 1 : COMPRESSED); i++) {
      out.print("%*llu ", widths.get(i), stats.get(counters.get(i)));
    }
  }
}
