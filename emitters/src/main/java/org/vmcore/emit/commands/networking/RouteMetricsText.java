package org.vmcore.emit.commands.networking;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.route.RouteMetrics;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The metrics of a route as {@code print_rta_metrics()}, {@code ip/iproute.c}, names them. */
final class RouteMetricsText {
  private static final List<String> NAMES =
      List.of(
          "",
          "",
          "mtu",
          "window",
          "rtt",
          "rttvar",
          "ssthresh",
          "cwnd",
          "advmss",
          "reordering",
          "hoplimit",
          "initcwnd",
          "features",
          "rto_min",
          "initrwnd",
          "quickack",
          "congctl",
          "fastopen_no_cookie");
  private static final int RTAX_FEATURE_ECN = 1; // include/uapi/linux/rtnetlink.h
  private static final int FEATURES_TOLD = 0xf; // RTAX_FEATURE_MASK
  private static final long HOPLIMIT_UNSET = 0xffffffffL;

  private RouteMetricsText() {}

  static void print(RouteMetrics metrics, Program kernel, Text out) {
    if (metrics.isEmpty()) {
      return;
    }
    long locked = metrics.get(RouteMetrics.RTAX_LOCK);
    for (int rtax = RouteMetrics.RTAX_MTU; rtax <= RouteMetrics.RTAX_MAX; rtax++) {
      boolean isLocked = (locked >> rtax & 1) != 0;
      if (metrics.get(rtax) == 0 && !isLocked
          || rtax == RouteMetrics.RTAX_HOPLIMIT && metrics.get(rtax) == HOPLIMIT_UNSET) {
        continue;
      }
      String value = value(rtax, metrics.get(rtax), kernel);
      if (!value.isEmpty()) {
        out.print("%s %s%s ", NAMES.get(rtax), isLocked ? "lock " : "", value);
      }
    }
  }

  private static String value(int rtax, long value, Program kernel) {
    return switch (rtax) {
      case RouteMetrics.RTAX_FEATURES -> features(value & FEATURES_TOLD);
      case RouteMetrics.RTAX_CC_ALGO -> congestionControl(value, kernel);
      case RouteMetrics.RTAX_RTT -> time(value / 8);
      case RouteMetrics.RTAX_RTTVAR -> time(value / 4);
      case RouteMetrics.RTAX_RTO_MIN -> time(value);
      default -> Long.toString(value);
    };
  }

  private static String features(long features) {
    String ecn = (features & RTAX_FEATURE_ECN) != 0 ? "ecn" : "";
    boolean more = (features & ~RTAX_FEATURE_ECN) != 0;
    return ecn + (more ? (ecn.isEmpty() ? "" : " ") + "0x" + Long.toHexString(features) : "");
  }

  private static String time(long ms) {
    return ms >= 1000 ? seconds(ms) : ms + "ms";
  }

  /** As {@code %g} does: no zeros at the end. */
  private static String seconds(long ms) {
    String text = ms / 1000 + Text.format(".%03u", ms % 1000);
    return text.replaceAll("\\.?0+$", "") + "s";
  }

  /** {@code tcp_ca_get_name_by_key()}: routes keep a hash of the name. */
  private static String congestionControl(long key, Program kernel) {
    Optional<Value> found =
        ListHead.forEachEntry(kernel.symbol("tcp_cong_list"), "struct tcp_congestion_ops", "list")
            .stream()
            .filter(ops -> (ops.field("key").asLong() & 0xffffffffL) == key)
            .findFirst();
    return found.map(ops -> ops.field("name").asString()).orElse("");
  }
}
