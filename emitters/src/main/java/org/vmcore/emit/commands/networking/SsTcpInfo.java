package org.vmcore.emit.commands.networking;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.TcpSocket;
import org.vmcore.kernel.net.socket.SocketMemory;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The inside of a TCP connection: {@code tcp_get_info()}, {@code net/ipv4/tcp.c}, as {@code
 * tcp_stats_print()}, {@code misc/ss.c} of iproute2, shows it. For one thread.
 */
final class SsTcpInfo {
  // include/net/tcp.h
  private static final int TCP_ECN_OK = 1;
  private static final int TCP_ECN_SEEN = 8;
  private static final long INFINITE_SSTHRESH = 0xffff; // what ss takes for none
  private static final long UNSET_RTO_US = 3_000_000;
  private static final int DEFAULT_REORDERING = 3;
  private static final long U32 = 0xffffffffL;

  private final Value tcp;
  private final Value connection;
  private final Program kernel;
  private final Text out = new Text();

  private SsTcpInfo(TcpSocket socket) {
    this.tcp = socket.value();
    this.connection = socket.connection();
    this.kernel = tcp.program();
  }

  /** All of it, with a blank before each piece. */
  static String text(TcpSocket socket, Text report) {
    SsTcpInfo info = new SsTcpInfo(socket);
    info.out.raw(Ss.skmem(SocketMemory.of(socket.sock())));
    if (socket.state() == TcpSocket.TCP_LISTEN) {
      info.listener(socket);
    } else {
      info.options();
      info.timing();
      info.sizes();
      info.traffic();
      info.rates();
      info.losses();
      info.receiver();
    }
    Value ulp = info.connection.field("icsk_ulp_ops");
    if (!ulp.isNull()) {
      info.out.print(" tcp-ulp-%s", ulp.field("name").asString());
      report.partial("what upper protocols of TCP sockets tell");
    }
    return new String(info.out.bytes(), StandardCharsets.ISO_8859_1);
  }

  private void listener(TcpSocket socket) {
    congestionControl();
    number("cwnd", "snd_cwnd");
    pacing();
    if (socket.sock().ackBacklog() != 0) {
      out.print(" unacked:%u", socket.sock().ackBacklog());
    }
    reordering();
  }

  private void options() {
    out.raw(flag("rx_opt.tstamp_ok") ? " ts" : "");
    out.raw(flag("rx_opt.sack_ok") ? " sack" : "");
    long ecn = tcp.field("ecn_flags").asLong();
    out.raw((ecn & TCP_ECN_OK) != 0 ? " ecn" : "");
    out.raw((ecn & TCP_ECN_SEEN) != 0 ? " ecnseen" : "");
    out.raw(flag("syn_data_acked") ? " fastopen" : "");
    congestionControl();
    if (flag("rx_opt.wscale_ok")) {
      out.print(" wscale:%d,%d", get("rx_opt.snd_wscale"), get("rx_opt.rcv_wscale"));
    }
  }

  private boolean flag(String path) {
    return tcp.at(path).asBoolean();
  }

  /** A member of {@code struct tcp_sock} without a sign. */
  private long get(String path) {
    return tcp.at(path).asLong() & U32;
  }

  private void congestionControl() {
    Value ops = connection.field("icsk_ca_ops");
    if (!ops.isNull()) {
      out.print(" %s", ops.field("name").asString());
    }
  }

  private void timing() {
    long rtoUs = us(connection.field("icsk_rto").asLong());
    if (rtoUs != 0 && rtoUs != UNSET_RTO_US) {
      out.print(" rto:%s", ms(rtoUs));
    }
    long backoff = connection.field("icsk_backoff").asLong();
    if (backoff != 0) {
      out.print(" backoff:%u", backoff);
    }
    long rttUs = get("srtt_us") >> 3;
    if (rttUs != 0) {
      out.print(" rtt:%s/%s", ms(rttUs), ms(get("mdev_us") >> 2));
    }
    long atoUs = us(connection.at("icsk_ack.ato").asLong() & U32);
    if (atoUs != 0) {
      out.print(" ato:%s", ms(atoUs));
    }
  }

  /** {@code jiffies_to_usecs()}. */
  private long us(long jiffies) {
    return jiffies * (1_000_000L / Hz.of(kernel)) & U32;
  }

  private static String ms(long us) {
    return CNumbers.g(BigDecimal.valueOf(us, 3));
  }

  private void sizes() {
    number("mss", "mss_cache");
    print("pmtu", connection.field("icsk_pmtu_cookie").asLong() & U32);
    print("rcvmss", connection.at("icsk_ack.rcv_mss").asLong() & 0xffff);
    print("advmss", tcp.field("advmss").asLong() & 0xffff);
    number("cwnd", "snd_cwnd");
    long threshold = get("snd_ssthresh");
    print("ssthresh", threshold < INFINITE_SSTHRESH ? threshold : 0);
  }

  private void number(String name, String path) {
    print(name, get(path));
  }

  private void print(String name, long number) {
    if (number != 0) {
      out.print(" %s:%llu", name, number);
    }
  }

  private void traffic() {
    print("bytes_sent", tcp.field("bytes_sent").asLong());
    print("bytes_retrans", tcp.field("bytes_retrans").asLong());
    print("bytes_acked", tcp.field("bytes_acked").asLong());
    print("bytes_received", tcp.field("bytes_received").asLong());
    number("segs_out", "segs_out");
    number("segs_in", "segs_in");
    number("data_segs_out", "data_segs_out");
    number("data_segs_in", "data_segs_in");
  }

  private void rates() {
    long rttUs = get("srtt_us") >> 3;
    long mss = get("mss_cache");
    long cwnd = get("snd_cwnd");
    if (rttUs != 0 && mss != 0 && cwnd != 0) {
      double bps = (double) cwnd * (double) mss * 8000000. / rttUs;
      out.print(" send %sbps", new BigDecimal(bps).setScale(0, RoundingMode.HALF_EVEN));
    }
    print("lastsnd", sinceMs(tcp.field("lsndtime")));
    print("lastrcv", sinceMs(connection.at("icsk_ack.lrcvtime")));
    print("lastack", sinceMs(tcp.field("rcv_tstamp")));
    pacing();
    long delivered = get("rate_delivered");
    long intervalUs = get("rate_interval_us");
    if (delivered != 0 && intervalUs != 0) {
      long bytes = Long.divideUnsigned(delivered * mss * 1_000_000, intervalUs);
      out.print(" delivery_rate %sbps", bits(bytes));
    }
    number("delivered", "delivered");
    number("delivered_ce", "delivered_ce");
    out.raw(flag("rate_app_limited") ? " app_limited" : "");
    chrono();
  }

  private long sinceMs(Value stamp) {
    long jiffies = Hz.jiffies(kernel) - stamp.asLong() & U32;
    return Hz.jiffiesToMsecs(kernel, jiffies) & U32;
  }

  private void pacing() {
    long rate = tcp.at("inet_conn.icsk_inet.sk.sk_pacing_rate").asLong();
    long most = tcp.at("inet_conn.icsk_inet.sk.sk_max_pacing_rate").asLong();
    if (rate != 0 && rate != -1) {
      out.print(" pacing_rate %sbps", bits(rate));
      if (most != 0 && most != -1) {
        out.print("/%sbps", bits(most));
      }
    }
  }

  private static String bits(long bytes) {
    return new BigDecimal(Long.toUnsignedString(bytes)).multiply(BigDecimal.valueOf(8)).toString();
  }

  /** {@code tcp_get_info_chrono_stats()}: what kept the sender from sending more. */
  private void chrono() {
    long[] us = tcp.field("chrono_stat").longs();
    int running = tcp.field("chrono_type").asInt();
    if (running > 0 && running <= us.length) {
      us[running - 1] += Hz.jiffies(kernel) - tcp.field("chrono_start").asLong() & U32;
    }
    long busyUs = 0;
    for (int i = 0; i < us.length; i++) {
      us[i] = (us[i] & U32) * (1_000_000L / Hz.of(kernel));
      busyUs += us[i];
    }
    if (busyUs != 0) {
      out.print(" busy:%llums", busyUs / 1000);
      limited("rwnd_limited", us[1], busyUs);
      limited("sndbuf_limited", us[2], busyUs);
    }
  }

  private void limited(String name, long us, long busyUs) {
    if (us != 0) {
      out.print(" %s:%llums(%.1f%%)", name, us / 1000, 100.0 * us / busyUs);
    }
  }

  private void losses() {
    number("unacked", "packets_out");
    long retrans = get("retrans_out");
    long total = get("total_retrans");
    if (retrans != 0 || total != 0) {
      out.print(" retrans:%u/%u", retrans, total);
    }
    number("lost", "lost_out");
    number("sacked", "sacked_out");
    number("dsack_dups", "dsack_dups");
    reordering();
    number("reord_seen", "reord_seen");
  }

  private void reordering() {
    long reordering = get("reordering");
    if (reordering != DEFAULT_REORDERING) {
      out.print(" reordering:%d", reordering);
    }
  }

  private void receiver() {
    long rttUs = get("rcv_rtt_est.rtt_us") >> 3;
    if (rttUs != 0) {
      out.print(" rcv_rtt:%s", ms(rttUs));
    }
    number("rcv_space", "rcvq_space.space");
    number("rcv_ssthresh", "rcv_ssthresh");
    int notSent = tcp.field("write_seq").asInt() - tcp.field("snd_nxt").asInt();
    print("notsent", Math.max(0, notSent));
    long leastUs = tcp.field("rtt_min").field("s").index(0).field("v").asLong() & U32;
    if (leastUs != 0 && leastUs != U32) {
      out.print(" minrtt:%s", ms(leastUs));
    }
    number("rcv_ooopack", "rcv_ooopack");
    number("snd_wnd", "snd_wnd");
  }
}
