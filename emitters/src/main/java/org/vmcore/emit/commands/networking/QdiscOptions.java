package org.vmcore.emit.commands.networking;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Set;
import java.util.StringJoiner;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.qdisc.Qdisc;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Options of queueing disciplines as {@code tc} of iproute2 names them. */
final class QdiscOptions {
  private static final Set<String> WITHOUT = Set.of("noqueue", "mq", "noop");
  private static final int CODEL_SHIFT = 10; // include/net/codel.h
  private static final long CODEL_DISABLED_THRESHOLD = 0x7fffffff;
  private static final int PFIFO_FAST_BANDS = 3; // net/sched/sch_generic.c
  private static final long MIB = 1 << 20;
  private static final long KIB = 1 << 10;

  private QdiscOptions() {}

  /** Writes the options; whether all of them are known here. */
  static boolean print(Qdisc qdisc, Text out) {
    switch (qdisc.kind()) {
      case "fq_codel" -> fqCodel(qdisc, out);
      case "pfifo_fast" -> priomap(PFIFO_FAST_BANDS, prio2band(qdisc), out);
      case "prio" -> {
        Value prio = qdisc.priv("struct prio_sched_data");
        priomap(prio.field("bands").asInt(), prio.field("prio2band").longs(), out);
      }
      case "pfifo", "pfifo_head_drop" -> out.print("limit %up", qdisc.limit());
      case "bfifo" -> out.print("limit %s", size(qdisc.limit()));
      case "ingress", "clsact" -> out.raw("---------------- ");
      case "htb" -> htb(qdisc, out);
      case "netem" -> {
        return netem(qdisc, out);
      }
      default -> {
        return WITHOUT.contains(qdisc.kind());
      }
    }
    return true;
  }

  /** {@code fq_codel_dump()}. */
  private static void fqCodel(Qdisc qdisc, Text out) {
    Value data = qdisc.priv("struct fq_codel_sched_data");
    Value codel = data.field("cparams");
    out.print("limit %up ", qdisc.limit());
    out.print("flows %u ", number(data, "flows_cnt"));
    out.print("quantum %u ", number(data, "quantum"));
    out.print("target %s ", time(codelUs(codel, "target")));
    if (number(codel, "ce_threshold") != CODEL_DISABLED_THRESHOLD) {
      out.print("ce_threshold %s ", time(codelUs(codel, "ce_threshold")));
    }
    out.print("interval %s ", time(codelUs(codel, "interval")));
    out.print("memory_limit %s ", size(number(data, "memory_limit")));
    out.raw(codel.field("ecn").asBoolean() ? "ecn " : "");
    if (number(data, "drop_batch_size") != 0) {
      out.print("drop_batch %u ", number(data, "drop_batch_size"));
    }
  }

  /** {@code codel_time_to_us()}. */
  private static long codelUs(Value codel, String member) {
    return (number(codel, member) << CODEL_SHIFT) / 1000;
  }

  /** The table that all such disciplines share; renamed in 6.5. */
  private static long[] prio2band(Qdisc qdisc) {
    Program kernel = qdisc.qdisc().program();
    return kernel
        .findSymbol("sch_default_prio2band")
        .orElseGet(() -> kernel.symbol("prio2band"))
        .longs();
  }

  private static void priomap(int bands, long[] map, Text out) {
    StringJoiner text = new StringJoiner(" ");
    for (long band : map) {
      text.add(Long.toString(band));
    }
    out.print("bands %u priomap %s", bands, text.toString());
  }

  /** {@code htb_dump()}. */
  private static void htb(Qdisc qdisc, Text out) {
    Value htb = qdisc.priv("struct htb_sched");
    out.print("r2q %d", htb.field("rate2quantum").asInt());
    out.print(" default %s", LinkNames.hex(number(htb, "defcls")));
    out.print(" direct_packets_stat %u", number(htb, "direct_pkts"));
    out.print(" direct_qlen %u", number(htb, "direct_qlen"));
    out.raw(htb.has("offload") && htb.field("offload").asBoolean() ? " offload" : "");
  }

  /** {@code netem_dump()}; whether that was all of it. */
  private static boolean netem(Qdisc qdisc, Text out) {
    Value netem = qdisc.priv("struct netem_sched_data");
    out.print("limit %u", qdisc.limit());
    long latencyNs = netem.field("latency").asLong();
    long jitterNs = netem.field("jitter").asLong();
    if (latencyNs != 0) {
      out.print(" delay %s", timeNs(latencyNs));
      out.raw(jitterNs != 0 ? "  " + timeNs(jitterNs) : "");
    }
    percent(" loss", number(netem, "loss"), out);
    percent(" duplicate", number(netem, "duplicate"), out);
    percent(" reorder", number(netem, "reorder"), out);
    percent(" corrupt", number(netem, "corrupt"), out);
    if (number(netem, "reorder") != 0) {
      out.print(" gap %lu", number(netem, "gap"));
    }
    return netem.field("rate").asLong() == 0 && number(netem, "loss_model") == 0;
  }

  /** A share of all 32 bit numbers. */
  private static void percent(String name, long share, Text out) {
    if (share != 0) {
      BigDecimal percent =
          BigDecimal.valueOf(share)
              .multiply(BigDecimal.valueOf(100))
              .divide(BigDecimal.valueOf(0xffffffffL), MathContext.DECIMAL64);
      out.print("%s %s%%", name, CNumbers.g(percent));
    }
  }

  /** Packets that had to wait for their class, which {@code htb_dump()} adds at the last moment. */
  static long overlimits(Qdisc qdisc) {
    Program kernel = qdisc.qdisc().program();
    boolean counts =
        qdisc.kind().equals("htb") && kernel.hasMember("struct htb_sched", "overlimits");
    return counts
        ? number(qdisc.priv("struct htb_sched"), "overlimits")
            - (qdisc.qdisc().at("qstats.overlimits").asLong() & 0xffffffffL)
        : 0;
  }

  /** {@code fq_codel_print_xstats()}; others have none here. */
  static void statistics(Qdisc qdisc, Text out) {
    if (!qdisc.kind().equals("fq_codel")) {
      return;
    }
    Value data = qdisc.priv("struct fq_codel_sched_data");
    Value codel = data.field("cstats");
    out.print("  maxpacket %u", number(codel, "maxpacket"));
    out.print(" drop_overlimit %u", number(data, "drop_overlimit"));
    out.print(" new_flow_count %u", number(data, "new_flow_count"));
    out.print(" ecn_mark %u", number(codel, "ecn_mark"));
    some(" ce_mark", number(codel, "ce_mark"), out);
    some(" memory_used", number(data, "memory_usage"), out);
    some(" drop_overmemory", number(data, "drop_overmemory"), out);
    out.line(
        "\n  new_flows_len %u old_flows_len %u",
        flows(data.field("new_flows")), flows(data.field("old_flows")));
  }

  private static void some(String name, long count, Text out) {
    if (count != 0) {
      out.print("%s %u", name, count);
    }
  }

  private static int flows(Value list) {
    return ListHead.forEachEntry(list, "struct fq_codel_flow", "flowchain").size();
  }

  private static long number(Value struct, String member) {
    return struct.field(member).asLong() & 0xffffffffL;
  }

  /** {@code sprint_time()}: of microseconds, three digits. */
  static String time(long us) {
    if (us >= 1_000_000) {
      return threeDigits(BigDecimal.valueOf(us, 6)) + "s";
    }
    return us >= 1000 ? threeDigits(BigDecimal.valueOf(us, 3)) + "ms" : us + "us";
  }

  private static String timeNs(long ns) {
    if (ns >= 1_000_000_000) {
      return threeDigits(BigDecimal.valueOf(ns, 9)) + "s";
    }
    if (ns >= 1_000_000) {
      return threeDigits(BigDecimal.valueOf(ns, 6)) + "ms";
    }
    return ns >= 1000 ? threeDigits(BigDecimal.valueOf(ns, 3)) + "us" : ns + "ns";
  }

  private static String threeDigits(BigDecimal number) {
    return CNumbers.g(number.round(new MathContext(3, RoundingMode.HALF_EVEN)));
  }

  /** {@code print_size()}: in larger units when little is lost. */
  static String size(long bytes) {
    if (bytes >= MIB && nearly(bytes, MIB) < KIB) {
      return (bytes + MIB / 2) / MIB + "Mb";
    }
    if (bytes >= KIB && nearly(bytes, KIB) < 16) {
      return (bytes + KIB / 2) / KIB + "Kb";
    }
    return bytes + "b";
  }

  private static long nearly(long bytes, long unit) {
    return Math.abs((bytes + unit / 2) / unit * unit - bytes);
  }
}
