package org.vmcore.kernel.net.route;

import java.util.Arrays;
import org.vmcore.model.Value;

/** {@code RTAX_*} values of a route, {@code struct dst_metrics}, {@code include/net/dst.h}. */
public final class RouteMetrics {
  // include/uapi/linux/rtnetlink.h
  public static final int RTAX_LOCK = 1;
  public static final int RTAX_MTU = 2;
  public static final int RTAX_WINDOW = 3;
  public static final int RTAX_RTT = 4;
  public static final int RTAX_RTTVAR = 5;
  public static final int RTAX_ADVMSS = 8;
  public static final int RTAX_HOPLIMIT = 10;
  public static final int RTAX_FEATURES = 12;
  public static final int RTAX_RTO_MIN = 13;
  public static final int RTAX_CC_ALGO = 16;
  public static final int RTAX_MAX = 17;

  private final long[] values;

  private RouteMetrics(long[] values) {
    this.values = values;
  }

  /**
   * @param metrics a pointer to a {@code struct dst_metrics}, or before 4.12 to its numbers
   */
  static RouteMetrics of(Value metrics) {
    if (metrics.isNull()) {
      return new RouteMetrics(new long[0]);
    }
    return metrics.has("metrics")
        ? new RouteMetrics(metrics.field("metrics").longs())
        : new RouteMetrics(metrics.longs(RTAX_MAX));
  }

  /** A metric; 0 when it is not set. */
  public long get(int rtax) {
    return rtax <= values.length ? values[rtax - 1] & 0xffffffffL : 0;
  }

  public boolean isEmpty() {
    return Arrays.stream(values).allMatch(value -> value == 0);
  }
}
