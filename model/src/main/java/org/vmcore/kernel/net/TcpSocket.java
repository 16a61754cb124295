package org.vmcore.kernel.net;

import org.vmcore.kernel.time.Hz;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A TCP socket of one of three kinds: whole, lingering in TIME_WAIT, or a request that became none
 * yet. Which members there are depends on the kind. Immutable.
 */
public final class TcpSocket {
  // include/net/tcp_states.h
  public static final int TCP_ESTABLISHED = 1;
  public static final int TCP_SYN_RECV = 3;
  public static final int TCP_TIME_WAIT = 6;
  public static final int TCP_LISTEN = 10;
  public static final int TCP_NEW_SYN_RECV = 12;

  /** What the structure is. */
  public enum Kind {
    /** A {@code struct tcp_sock}. */
    WHOLE("struct tcp_sock"),
    /** A {@code struct inet_timewait_sock}. */
    TIME_WAIT("struct inet_timewait_sock"),
    /** A {@code struct inet_request_sock}. */
    REQUEST("struct inet_request_sock");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  /** The timer that runs next, by the number that {@code /proc/net/tcp} has for it. */
  public enum Timer {
    NONE,
    RETRANSMIT,
    KEEPALIVE,
    TIME_WAIT,
    ZERO_WINDOW_PROBE
  }

  // include/net/inet_connection_sock.h: icsk_pending
  private static final int ICSK_TIME_RETRANS = 1;
  private static final int ICSK_TIME_PROBE0 = 3;
  private static final int ICSK_TIME_EARLY_RETRANS = 4; // before 5.14
  private static final int ICSK_TIME_LOSS_PROBE = 5;
  private static final int ICSK_TIME_REO_TIMEOUT = 6;

  private final Kind kind;
  private final Value value;
  private final Endpoints endpoints;

  private TcpSocket(Kind kind, Value value, Endpoints endpoints) {
    this.kind = kind;
    this.value = value;
    this.endpoints = endpoints;
  }

  /**
   * @param sock the {@code struct sock_common} that it begins with
   */
  static TcpSocket of(Value sock) {
    Endpoints endpoints = Endpoints.of(sock);
    Kind kind =
        switch (endpoints.state()) {
          case TCP_TIME_WAIT -> Kind.TIME_WAIT;
          case TCP_NEW_SYN_RECV -> Kind.REQUEST;
          default -> Kind.WHOLE;
        };
    return new TcpSocket(kind, sock.program().object(kind.type, sock.address()), endpoints);
  }

  public Kind kind() {
    return kind;
  }

  /** The structure, of its kind's type. */
  public Value value() {
    return value;
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  /** The whole socket; for a request the one that listens. */
  public Sock sock() {
    return Sock.of(kind == Kind.REQUEST ? value.at("req.__req_common.skc_listener") : value);
  }

  /** {@code struct inet_connection_sock} of a whole socket. */
  public Value connection() {
    return value.field("inet_conn");
  }

  /** The state as user space knows it: a request is receiving its SYN. */
  public int state() {
    return switch (kind) {
      case WHOLE -> endpoints.state();
      case TIME_WAIT -> value.field("tw_substate").asInt();
      case REQUEST -> TCP_SYN_RECV;
    };
  }

  /** Bytes not yet acknowledged, of a whole socket. */
  public long txQueue() {
    return value.field("write_seq").asLong() - value.field("snd_una").asLong() & 0xffffffffL;
  }

  /** Bytes not yet read, or connections not yet accepted, of a whole socket. */
  public int rxQueue() {
    return state() == TCP_LISTEN
        ? sock().ackBacklog()
        : Math.max(value.field("rcv_nxt").asInt() - value.field("copied_seq").asInt(), 0);
  }

  public Timer timer() {
    return switch (kind) {
      case REQUEST -> Timer.RETRANSMIT;
      case TIME_WAIT -> Timer.TIME_WAIT;
      case WHOLE -> timerOfWhole();
    };
  }

  private Timer timerOfWhole() {
    return switch (connection().field("icsk_pending").asInt()) {
      case ICSK_TIME_RETRANS,
          ICSK_TIME_EARLY_RETRANS,
          ICSK_TIME_LOSS_PROBE,
          ICSK_TIME_REO_TIMEOUT ->
          Timer.RETRANSMIT;
      case ICSK_TIME_PROBE0 -> Timer.ZERO_WINDOW_PROBE;
      default -> keepalive().at("entry.pprev").isNull() ? Timer.NONE : Timer.KEEPALIVE;
    };
  }

  /** {@code icsk_keepalive_timer} (6.18+), before {@code sk_timer}. */
  private Value keepalive() {
    return MemberVariants.first(connection(), "icsk_keepalive_timer", "icsk_inet.sk.sk_timer");
  }

  /** Jiffies until that timer expires; 0 when none runs or it is late. */
  public long timerJiffies() {
    Program kernel = value.program();
    if (timer() == Timer.NONE) {
      return 0;
    }
    return Math.max(0, expires() - Hz.jiffies(kernel));
  }

  private long expires() {
    return switch (kind) {
      case REQUEST -> value.at("req.rsk_timer.expires").asLong();
      case TIME_WAIT -> value.at("tw_timer.expires").asLong();
      case WHOLE ->
          timer() == Timer.KEEPALIVE
              ? keepalive().field("expires").asLong()
              : MemberVariants.first(
                      connection(),
                      "icsk_timeout",
                      "icsk_inet.sk.tcp_retransmit_timer.expires",
                      "icsk_retransmit_timer.expires")
                  .asLong();
    };
  }

  /** {@code inet_csk_in_pingpong_mode()}: the limit is a sysctl since 6.8. */
  public boolean inPingpongMode() {
    long pingpong = connection().at("icsk_ack.pingpong").asLong();
    Value net = endpoints.net();
    return pingpong
        >= MemberVariants.find(net, "ipv4.sysctl_tcp_pingpong_thresh")
            .map(Value::asLong)
            .orElse(1L);
  }
}
