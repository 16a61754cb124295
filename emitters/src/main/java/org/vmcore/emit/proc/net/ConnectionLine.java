package org.vmcore.emit.proc.net;

import java.util.Map;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.Connection;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.time.Hz;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A tracked connection as {@code ct_seq_show()}, {@code net/netfilter/nf_conntrack_standalone.c},
 * shows it, and as the {@code conntrack} command does, which differs in details.
 */
public final class ConnectionLine {
  // include/uapi/linux/in.h
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_UDP = 17;
  private static final int IPPROTO_DCCP = 33;
  private static final int IPPROTO_GRE = 47;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int IPPROTO_SCTP = 132;
  private static final int IPPROTO_UDPLITE = 136;

  private static final Map<Integer, String> PROTOCOLS =
      Map.of(
          IPPROTO_ICMP, "icmp",
          IPPROTO_TCP, "tcp",
          IPPROTO_UDP, "udp",
          IPPROTO_DCCP, "dccp",
          IPPROTO_GRE, "gre",
          IPPROTO_SCTP, "sctp",
          IPPROTO_UDPLITE, "udplite",
          IPPROTO_ICMPV6, "icmpv6");

  private static final Map<Integer, String> STATES =
      Map.of(
          IPPROTO_TCP, "tcp_conntrack_names",
          IPPROTO_SCTP, "sctp_conntrack_names",
          IPPROTO_DCCP, "dccp_state_names");

  // include/net/netfilter/nf_conntrack_zones.h
  private static final int ZONE_DIR_ORIG = 1;
  private static final int ZONE_DIR_REPL = 2;
  private static final int ZONE_DIR_DEFAULT = 3;

  private final Connection connection;
  private final boolean command;
  private final Text out;

  private ConnectionLine(Connection connection, boolean command, Text out) {
    this.connection = connection;
    this.command = command;
    this.out = out;
  }

  /** The line of {@code /proc/net/nf_conntrack}. */
  static void showInProc(Connection connection, Text out) {
    new ConnectionLine(connection, false, out).show();
  }

  /** The line of {@code conntrack -L -o extended}. */
  public static void showAsCommand(Connection connection, Text out) {
    new ConnectionLine(connection, true, out).show();
  }

  private void show() {
    int protocol = connection.protocol();
    boolean ipv6 = connection.family() == IpAddress.AF_INET6;
    out.print("%-8s %u", ipv6 ? "ipv6" : "ipv4", connection.family());
    out.print(" %-8s %u ", PROTOCOLS.getOrDefault(protocol, "unknown"), protocol);
    if (!connection.is(Connection.Status.OFFLOAD)) {
      out.print("%ld ", connection.expiresSeconds());
      state(protocol);
    }
    direction(Connection.ORIGINAL);
    zone("zone-orig", ZONE_DIR_ORIG);
    account(Connection.ORIGINAL);
    if (!connection.is(Connection.Status.SEEN_REPLY)) {
      out.raw("[UNREPLIED] ");
    }
    direction(Connection.REPLY);
    zone("zone-reply", ZONE_DIR_REPL);
    account(Connection.REPLY);
    end();
  }

  private void state(int protocol) {
    Value own = connection.value().field("proto");
    if (STATES.containsKey(protocol)) {
      String member = PROTOCOLS.get(protocol);
      out.print("%s ", stateName(STATES.get(protocol), own.field(member).field("state").asLong()));
    } else if (protocol == IPPROTO_GRE && !command) {
      int hz = Hz.of(own.program());
      out.print("timeout=%u, ", own.at("gre.timeout").asLong() / hz);
      out.print("stream_timeout=%u ", own.at("gre.stream_timeout").asLong() / hz);
    }
  }

  /** From the protocol's array of names. */
  private String stateName(String table, long state) {
    Program kernel = connection.value().program();
    return kernel
        .object("char *", kernel.address(table) + kernel.pointerSizeBytes() * state)
        .asString();
  }

  private void direction(int direction) {
    Value tuple = connection.tuple(direction);
    out.print("src=%s ", address(tuple.at("src.u3")));
    out.print("dst=%s ", address(tuple.at("dst.u3")));
    switch (connection.protocol()) {
      case IPPROTO_ICMP, IPPROTO_ICMPV6 -> {
        out.print("type=%u ", tuple.at("dst.u.icmp.type").asLong());
        out.print("code=%u ", tuple.at("dst.u.icmp.code").asLong());
        out.print("id=%u ", bigEndian(tuple.at("src.u.icmp.id")));
      }
      case IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_DCCP, IPPROTO_SCTP -> {
        out.print("sport=%hu ", bigEndian(tuple.at("src.u.all")));
        out.print("dport=%hu ", bigEndian(tuple.at("dst.u.all")));
      }
      case IPPROTO_GRE -> {
        out.print("srckey=0x%x ", bigEndian(tuple.at("src.u.all")));
        out.print("dstkey=0x%x ", bigEndian(tuple.at("dst.u.all")));
      }
      default -> {
        // other protocols have no ports
      }
    }
  }

  private static int bigEndian(Value be16) {
    byte[] bytes = be16.bytes();
    return (bytes[0] & 0xff) << Byte.SIZE | bytes[1] & 0xff;
  }

  /** The kernel writes all of an IPv6 address, the command the short form. */
  private String address(Value inetAddr) {
    IpAddress address = IpAddress.of(connection.family(), inetAddr);
    return command || connection.family() == IpAddress.AF_INET
        ? address.toString()
        : whole(address.bytes());
  }

  /** {@code %pI6}: eight groups of four digits. */
  static String whole(byte[] address) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i + 1 < address.length; i += 2) {
      text.append(i == 0 ? "" : ":");
      text.append(Text.format("%02x%02x", address[i] & 0xff, address[i + 1] & 0xff));
    }
    return text.toString();
  }

  /** A zone stands after the direction that it is for, or near the end when for both. */
  private void zone(String name, int direction) {
    Value connectionValue = connection.value();
    if (connectionValue.has("zone") && connectionValue.at("zone.dir").asInt() == direction) {
      long id = connectionValue.at("zone.id").asLong();
      if (!command || id != 0) {
        out.print("%s=%u ", name, id);
      }
    }
  }

  private void account(int direction) {
    connection
        .counter(direction)
        .ifPresent(
            counter -> {
              out.print("packets=%llu ", counter.at("packets.counter").asLong());
              out.print("bytes=%llu ", counter.at("bytes.counter").asLong());
            });
  }

  private void end() {
    if (connection.is(Connection.Status.HW_OFFLOAD)) {
      out.raw("[HW_OFFLOAD] ");
    } else if (connection.is(Connection.Status.OFFLOAD)) {
      out.raw("[OFFLOAD] ");
    } else if (connection.is(Connection.Status.ASSURED)) {
      out.raw("[ASSURED] ");
    }
    if (connection.value().has("mark")) {
      out.print("mark=%u ", connection.value().field("mark").asLong());
    }
    zone("zone", ZONE_DIR_DEFAULT);
    connection.startNs().ifPresent(this::age);
    out.line("use=%u", connection.uses() + (command ? 0 : 1));
  }

  private void age(long startNs) {
    long ageNs = Timekeeping.of(connection.value().program()).realNs() - startNs;
    out.print("delta-time=%llu ", Math.max(ageNs, 0) / 1_000_000_000L);
  }
}
