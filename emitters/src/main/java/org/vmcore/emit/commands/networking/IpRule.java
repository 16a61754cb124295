package org.vmcore.emit.commands.networking;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.route.FibRule;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ip rule list}: {@code print_rule()}, {@code ip/iprule.c} of iproute2. */
final class IpRule {
  // include/uapi/linux/fib_rules.h
  private static final int FIB_RULE_INVERT = 0x2;
  private static final int FR_ACT_TO_TBL = 1;
  private static final int FR_ACT_GOTO = 2;
  private static final int FR_ACT_NOP = 3;
  private static final long ALL_BITS = 0xffffffffL;
  private static final int RTPROT_KERNEL = 2; // include/uapi/linux/rtnetlink.h

  @Emits("sos_commands/networking/ip_-4_rule_list")
  void ipv4(Program kernel, Text out) {
    print(FibRule.ofIpv4(NetNamespaces.ofReader(kernel)), out);
  }

  @Emits("sos_commands/networking/ip_-6_rule_list")
  void ipv6(Program kernel, Text out) {
    print(FibRule.ofIpv6(NetNamespaces.ofReader(kernel)), out);
  }

  static void print(List<FibRule> rules, Text out) {
    for (FibRule rule : rules) {
      selector(rule, out);
      ranges(rule, out);
      action(rule, out);
      out.append('\n');
    }
  }

  private static void selector(FibRule rule, Text out) {
    out.print("%u:\t", rule.number("pref"));
    if ((rule.number("flags") & FIB_RULE_INVERT) != 0) {
      out.raw("not ");
    }
    out.raw("from ");
    out.raw(rule.sourceLength() == 0 ? "all" : prefix(rule.source(), rule.sourceLength()));
    if (rule.destinationLength() != 0) {
      out.print(" to %s", prefix(rule.destination(), rule.destinationLength()));
    }
    if (rule.tos() != 0) {
      out.print(" tos %s", RtNames.tos(rule.tos()));
    }
    long mark = rule.number("mark");
    long mask = rule.number("mark_mask");
    if (mark != 0 || mask != 0) {
      out.print(" fwmark %#llx", mark);
      if (mask != ALL_BITS) {
        out.print("/%#llx", mask);
      }
    }
    device(rule, "iif", out);
    device(rule, "oif", out);
    if (rule.number("l3mdev") != 0) {
      out.raw(" lookup [l3mdev-table]");
    }
  }

  private static String prefix(IpAddress address, int length) {
    return length == address.bits() ? address.toString() : address + "/" + length;
  }

  private static void device(FibRule rule, String which, Text out) {
    String name = rule.common().field(which + "name").asString();
    if (!name.isEmpty()) {
      boolean detached = rule.common().field(which + "index").asInt() == -1;
      out.print(" %s %s%s", which, name, detached ? " [detached]" : "");
    }
  }

  private static void ranges(FibRule rule, Text out) {
    Value common = rule.common();
    if (common.has("uid_range")) {
      long start = common.at("uid_range.start.val").asLong() & ALL_BITS;
      long end = common.at("uid_range.end.val").asLong() & ALL_BITS;
      if (start != 0 || end != ALL_BITS) { // uid_range_set()
        out.print(" uidrange %u-%u", start, end);
      }
    }
    if (rule.number("ip_proto") != 0) {
      out.print(" ipproto %s", protocol((int) rule.number("ip_proto")));
    }
    ports(common, "sport", out);
    ports(common, "dport", out);
    if (!common.field("tun_id").isNull()) {
      out.print(" tun_id %llu", bigEndian(common.field("tun_id").bytes()));
    }
  }

  /** {@code inet_proto_n2a()} with the names that every system has. */
  private static String protocol(int protocol) {
    return switch (protocol) {
      case 1 -> "icmp";
      case 6 -> "tcp";
      case 17 -> "udp";
      case 58 -> "ipv6-icmp";
      case 132 -> "sctp";
      default -> "ipproto-" + protocol;
    };
  }

  private static void ports(Value common, String which, Text out) {
    if (!common.has(which + "_range")) {
      return;
    }
    int start = common.at(which + "_range.start").asInt() & 0xffff;
    int end = common.at(which + "_range.end").asInt() & 0xffff;
    if (start != 0 && end != 0) { // fib_rule_port_range_set()
      out.print(start == end ? " %s %u" : " %s %u-%u", ports(which, start, end));
    }
  }

  private static Object[] ports(String which, int start, int end) {
    return start == end ? new Object[] {which, start} : new Object[] {which, start, end};
  }

  private static long bigEndian(byte[] bytes) {
    long number = 0;
    for (byte b : bytes) {
      number = number << 8 | b & 0xff;
    }
    return number;
  }

  private static void action(FibRule rule, Text out) {
    if (rule.number("table") != 0) {
      out.print(" lookup %s", RtNames.table(rule.number("table")));
      int suppressed = (int) rule.number("suppress_prefixlen");
      if (suppressed != -1) {
        out.print(" suppress_prefixlength %d", suppressed);
      }
      int group = (int) rule.number("suppress_ifgroup");
      if (group != -1) {
        out.print(" suppress_ifgroup %s", RtNames.group(group));
      }
    }
    if (rule.realms() != 0) {
      out.print(" realms %s", RtNames.realms(rule.realms()));
    }
    int action = (int) rule.number("action");
    switch (action) {
      case FR_ACT_TO_TBL -> {}
      case FR_ACT_GOTO -> jump(rule, out);
      case FR_ACT_NOP -> out.raw(" nop");
      default -> out.print(" %s", RtNames.type(action));
    }
    int protocol = (int) rule.number("proto");
    if (protocol != 0 && protocol != RTPROT_KERNEL) {
      out.print(" proto %s", RtNames.protocol(protocol));
    }
  }

  private static void jump(FibRule rule, Text out) {
    long target = rule.number("target");
    out.print(" goto %s", target == 0 ? "none" : Long.toString(target));
    if (rule.common().field("ctarget").isNull()) {
      out.raw(" [unresolved]");
    }
  }
}
