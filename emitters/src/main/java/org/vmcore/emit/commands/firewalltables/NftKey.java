package org.vmcore.emit.commands.firewalltables;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vmcore.kernel.net.addr.IpAddress;

/**
 * What a rule of nftables looks at, as {@code nft} writes it.
 *
 * @param text {@code tcp dport}; of names alone, such as {@code iifname}
 * @param kind how its values are written
 * @param sizeBytes of a value
 */
record NftKey(String text, Kind kind, int sizeBytes) {
  private static final Map<Integer, String> PROTOCOLS =
      Map.of(
          1,
          "icmp",
          2,
          "igmp",
          6,
          "tcp",
          17,
          "udp",
          33,
          "dccp",
          50,
          "esp",
          51,
          "ah",
          58,
          "ipv6-icmp",
          132,
          "sctp",
          136,
          "udplite");
  private static final Map<Integer, String> ICMP_TYPES =
      Map.of(
          0,
          "echo-reply",
          3,
          "destination-unreachable",
          4,
          "source-quench",
          5,
          "redirect",
          8,
          "echo-request",
          11,
          "time-exceeded",
          12,
          "parameter-problem",
          13,
          "timestamp-request");
  private static final Map<Integer, String> ICMPV6_TYPES =
      Map.of(
          1,
          "destination-unreachable",
          2,
          "packet-too-big",
          3,
          "time-exceeded",
          4,
          "parameter-problem",
          128,
          "echo-request",
          129,
          "echo-reply",
          133,
          "nd-router-solicit",
          134,
          "nd-router-advert",
          135,
          "nd-neighbor-solicit",
          136,
          "nd-neighbor-advert");
  private static final Map<Integer, String> ETHERTYPES =
      Map.of(0x0800, "ip", 0x86dd, "ip6", 0x0806, "arp", 0x8100, "vlan");
  private static final Map<Integer, String> FAMILIES = Map.of(2, "ipv4", 10, "ipv6");

  /** Bits of {@code ct state}, {@code NF_CT_STATE_BIT()}. */
  private static final List<String> CT_STATES =
      List.of("invalid", "established", "related", "new", "", "", "untracked");

  /** How values are written. */
  enum Kind {
    ADDRESS,
    PORT,
    PROTOCOL,
    FAMILY,
    INTERFACE,
    ICMP,
    ICMPV6,
    ETHERTYPE,
    ETHER,
    CT_STATE,
    HOST_HEX,
    HOST_NUMBER,
    NUMBER
  }

  /** A value of this key. */
  String value(byte[] bytes) {
    return switch (kind) {
      case ADDRESS -> address(bytes);
      case PROTOCOL -> named(PROTOCOLS, bytes);
      case FAMILY -> named(FAMILIES, bytes);
      case ICMP -> named(ICMP_TYPES, bytes);
      case ICMPV6 -> named(ICMPV6_TYPES, bytes);
      case ETHERTYPE -> ETHERTYPES.getOrDefault((int) number(bytes), hex(number(bytes), 4));
      case INTERFACE -> interfaceName(bytes);
      case ETHER ->
          IntStream.range(0, bytes.length)
              .mapToObj(i -> digits(bytes[i] & 0xff, 2))
              .collect(joining(":"));
      case CT_STATE -> states(number(reversed(bytes)));
      case HOST_HEX -> hex(number(reversed(bytes)), 8);
      case HOST_NUMBER -> Long.toString(number(reversed(bytes)));
      case PORT, NUMBER -> Long.toString(number(bytes));
    };
  }

  private static String named(Map<Integer, String> names, byte[] bytes) {
    long number = number(bytes);
    return names.getOrDefault((int) number, Long.toString(number));
  }

  /** One with fewer bytes stands for all that begin so. */
  private String address(byte[] bytes) {
    String text = IpAddress.of(Arrays.copyOf(bytes, sizeBytes)).toString();
    return bytes.length == sizeBytes ? text : text + "/" + bytes.length * Byte.SIZE;
  }

  /** {@code "eth0"}; {@code "eth*"} for one without its end. */
  private String interfaceName(byte[] bytes) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = all.indexOf('\0');
    return '"' + (end < 0 ? all + "*" : all.substring(0, end)) + '"';
  }

  private static String states(long bits) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < CT_STATES.size(); i++) {
      if ((bits >> i & 1) != 0) {
        names.add(CT_STATES.get(i));
      }
    }
    return String.join(",", names);
  }

  /** The bytes as a number, the highest first. */
  static long number(byte[] bytes) {
    long number = 0;
    for (byte each : bytes) {
      number = number << Byte.SIZE | each & 0xff;
    }
    return number;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static String hex(long number, int nrDigits) {
    return "0x" + digits(number, nrDigits);
  }

  private static String digits(long number, int nrDigits) {
    String digits = Long.toHexString(number);
    return "0".repeat(Math.max(0, nrDigits - digits.length())) + digits;
  }
}
