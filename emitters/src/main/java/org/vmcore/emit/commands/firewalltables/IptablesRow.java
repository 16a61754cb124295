package org.vmcore.emit.commands.firewalltables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vmcore.emit.Text;

/**
 * A rule as {@code iptables -nvL} lists it, made of what {@code nft} would say of it. For one rule.
 */
final class IptablesRow {
  private static final Map<String, String> PROTOCOL_NUMBERS =
      Map.of(
          "icmp",
          "1",
          "tcp",
          "6",
          "udp",
          "17",
          "esp",
          "50",
          "ah",
          "51",
          "ipv6-icmp",
          "58",
          "sctp",
          "132");
  private static final String COUNTER = "counter packets ";

  private final String anywhere;
  private final List<String> more = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private long packets;
  private long bytes;
  private String target = "";
  private String protocol = "0";
  private String in = "*";
  private String out = "*";
  private String source;
  private String destination;

  /**
   * @param anywhere the address of all: {@code 0.0.0.0/0}
   */
  IptablesRow(String anywhere, List<String> statements) {
    this.anywhere = anywhere;
    this.source = anywhere;
    this.destination = anywhere;
    statements.forEach(this::add);
  }

  private void add(String statement) {
    String[] words = statement.split(" ");
    String last = words[words.length - 1];
    String not = words.length > 2 && words[words.length - 2].equals("!=") ? "!" : "";
    if (statement.startsWith(COUNTER)) {
      packets = Long.parseUnsignedLong(words[2]);
      bytes = Long.parseUnsignedLong(words[4]);
    } else if (statement.matches("ip6? saddr .*")) {
      source = not + last;
    } else if (statement.matches("ip6? daddr .*")) {
      destination = not + last;
    } else if (statement.matches("(ip protocol|meta l4proto|ip6 nexthdr) .*")) {
      protocol = not + PROTOCOL_NUMBERS.getOrDefault(last, last);
    } else if (words[0].equals("iifname")) {
      in = not + last.replace("\"", "").replace('*', '+');
    } else if (words[0].equals("oifname")) {
      out = not + last.replace("\"", "").replace('*', '+');
    } else if (statement.matches("(tcp|udp|sctp) [sd]port (!= )?[0-9]+")) {
      protocol = PROTOCOL_NUMBERS.get(words[0]);
      more.add(words[0] + " " + words[1].replace("ort", "t") + ":" + not + last);
    } else if (statement.matches("accept|drop|return|masquerade")) {
      target = statement.toUpperCase(Locale.ROOT);
    } else if (statement.matches("(jump|goto) .*")) {
      target = last;
    } else {
      unknown.add(statement);
    }
  }

  /** Statements that have no column. */
  List<String> unknown() {
    return unknown;
  }

  /**
   * @param exact whether counters are told to the last digit
   */
  void print(boolean exact, Text text) {
    String counters = exact ? "%8s %8s" : "%5s %5s";
    text.print(counters, count(packets, exact), count(bytes, exact));
    String opt = anywhere.contains(":") ? "" : "--";
    text.print(" %-9s  %-4s %-3s %-6s %-7s", target, protocol, opt, in, out);
    text.print(" %-20s %-20s", source, destination);
    text.line("%s", more.isEmpty() ? "" : " " + String.join(" ", more));
  }

  /** {@code xtables_print_num()}: at most five characters. */
  static String count(long number, boolean exact) {
    if (exact || number <= 99_999) {
      return Long.toString(number);
    }
    long rounded = number;
    for (String unit : List.of("K", "M", "G")) {
      rounded = (rounded + 500) / 1000;
      if (rounded <= 9999) {
        return rounded + unit;
      }
    }
    return (rounded + 500) / 1000 + "T";
  }
}
