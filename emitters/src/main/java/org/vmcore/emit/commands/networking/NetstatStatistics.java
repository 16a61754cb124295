package org.vmcore.emit.commands.networking;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.networking.NetstatSentences.Kind;
import org.vmcore.emit.commands.networking.NetstatSentences.Sentence;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Snmp6;
import org.vmcore.kernel.net.SnmpCounter;
import org.vmcore.kernel.net.SnmpGroup;
import org.vmcore.kernel.net.SnmpGroups;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code netstat -s}: {@code parsesnmp()}, {@code statistics.c} of net-tools. */
final class NetstatStatistics {
  private static final Map<String, List<Sentence>> TABLES =
      Map.of(
          "Ip", NetstatSentences.IP,
          "Icmp", NetstatSentences.ICMP,
          "Tcp", NetstatSentences.TCP,
          "Udp", NetstatSentences.UDP,
          "TcpExt", NetstatSentences.TCP_EXT,
          "Ip6", NetstatSentences.IP6,
          "Icmp6", NetstatSentences.ICMP6,
          "Udp6", NetstatSentences.UDP6);

  @Emits("sos_commands/networking/netstat_-s")
  void all(Program kernel, Text out) {
    all(NetNamespaces.ofReader(kernel), out);
  }

  static void all(Value net, Text out) {
    Report report = new Report(out);
    SnmpGroups.snmp(net).forEach(report::group);
    SnmpGroups.netstat(net).forEach(report::group);
  }

  @Emits(value = "sos_commands/networking/netstat_-s_-6", needs = "snmp6_ipstats_list")
  void ipv6(Program kernel, Text out) {
    Value net = NetNamespaces.ofReader(kernel);
    Report report = new Report(out);
    String title = "";
    for (SnmpCounter counter : Snmp6.of(net)) {
      if (title.isEmpty() || !counter.name().contains(title)) {
        title = counter.name().substring(0, counter.name().indexOf('6') + 1);
        report.title(title);
      }
      report.counter(title, counter);
    }
    SnmpGroups.snmp(net).stream()
        .filter(group -> group.protocol().startsWith("Tcp"))
        .forEach(report::group);
  }

  /** What was printed last decides how the next is indented. For one thread. */
  private static final class Report {
    private final Text out;
    private Kind last = Kind.NUMBER;

    Report(Text out) {
      this.out = out;
    }

    void group(SnmpGroup group) {
      title(group.protocol());
      group.counters().forEach(counter -> counter(group.protocol(), counter));
    }

    void title(String title) {
      out.line("%s:", title);
      if (TABLES.containsKey(title)) {
        last = Kind.NUMBER;
      }
    }

    /** {@code printval()}. */
    void counter(String title, SnmpCounter counter) {
      Optional<Sentence> found =
          NetstatSentences.find(TABLES.getOrDefault(title, List.of()), counter.name());
      if (found.isPresent()) {
        sentence(found.get(), counter.value());
      } else if (counter.value() != 0) {
        out.line("%s%s: %llu", indent(last), counter.name(), counter.value());
      }
    }

    private void sentence(Sentence sentence, long value) {
      Kind kind = sentence.kind();
      if (kind == Kind.STATIC || sentence.text().isEmpty()) {
        return;
      }
      boolean histogram = kind == Kind.INPUT || kind == Kind.OUTPUT;
      if (histogram && last != kind) {
        String name = kind == Kind.INPUT ? "ICMP input histogram:" : "ICMP output histogram:";
        out.line("%s%s", indent(last), name);
      }
      if (value != 0 || kind == Kind.NUMBER) {
        out.raw(indent(kind));
        out.line(sentence.text(), value);
      }
      last = kind;
    }

    private static String indent(Kind kind) {
      return " ".repeat(kind == Kind.INPUT || kind == Kind.OUTPUT ? 8 : 4);
    }
  }
}
