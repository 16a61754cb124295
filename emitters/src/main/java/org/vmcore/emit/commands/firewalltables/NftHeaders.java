package org.vmcore.emit.commands.firewalltables;

import java.util.List;
import java.util.Map;
import org.vmcore.emit.commands.firewalltables.NftKey.Kind;

/** What lies where in a packet, by the protocols that a rule has asked for before. For one rule. */
final class NftHeaders {
  // include/uapi/linux/netfilter.h
  private static final int NFPROTO_IPV4 = 2;
  private static final int NFPROTO_IPV6 = 10;

  // include/uapi/linux/netfilter/nf_tables.h
  private static final int NFT_PAYLOAD_LL_HEADER = 0;
  private static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
  private static final int NFT_PAYLOAD_TRANSPORT_HEADER = 2;

  /** {@code enum nft_meta_keys}. */
  private static final Map<Integer, NftKey> META =
      Map.ofEntries(
          Map.entry(0, new NftKey("meta length", Kind.HOST_NUMBER, 4)),
          Map.entry(1, new NftKey("meta protocol", Kind.ETHERTYPE, 2)),
          Map.entry(2, new NftKey("meta priority", Kind.HOST_HEX, 4)),
          Map.entry(3, new NftKey("mark", Kind.HOST_HEX, 4)),
          Map.entry(4, new NftKey("iif", Kind.HOST_NUMBER, 4)),
          Map.entry(5, new NftKey("oif", Kind.HOST_NUMBER, 4)),
          Map.entry(6, new NftKey("iifname", Kind.INTERFACE, 16)),
          Map.entry(7, new NftKey("oifname", Kind.INTERFACE, 16)),
          Map.entry(10, new NftKey("skuid", Kind.HOST_NUMBER, 4)),
          Map.entry(11, new NftKey("skgid", Kind.HOST_NUMBER, 4)),
          Map.entry(12, new NftKey("meta nftrace", Kind.HOST_NUMBER, 1)),
          Map.entry(15, new NftKey("meta nfproto", Kind.FAMILY, 1)),
          Map.entry(16, new NftKey("meta l4proto", Kind.PROTOCOL, 1)),
          Map.entry(20, new NftKey("cpu", Kind.HOST_NUMBER, 4)),
          Map.entry(23, new NftKey("cgroup", Kind.HOST_NUMBER, 4)));

  /** {@code enum nft_ct_keys}. */
  private static final Map<Integer, NftKey> CT =
      Map.of(
          0, new NftKey("ct state", Kind.CT_STATE, 4),
          1, new NftKey("ct direction", Kind.HOST_NUMBER, 1),
          2, new NftKey("ct status", Kind.HOST_HEX, 4),
          3, new NftKey("ct mark", Kind.HOST_HEX, 4),
          5, new NftKey("ct expiration", Kind.HOST_NUMBER, 4),
          10, new NftKey("ct protocol", Kind.PROTOCOL, 1));

  private int family; // of packets that get so far, as far as it is known
  private int familyPart = -1; // the part of the rule that asked for it
  private String protocol = "";
  private int protocolPart = -1;

  NftHeaders(int family) {
    this.family = family;
  }

  static NftKey meta(int key) {
    return META.getOrDefault(key, new NftKey("meta # " + key, Kind.HOST_HEX, 4));
  }

  static NftKey ct(int key) {
    return CT.getOrDefault(key, new NftKey("ct # " + key, Kind.HOST_HEX, 4));
  }

  /** A part of the rule lets only some packets pass. */
  void compared(NftKey key, byte[] data, boolean equal, int part) {
    if (equal && key.kind() == Kind.FAMILY) {
      family = (int) NftKey.number(data);
      familyPart = part;
    } else if (equal && key.kind() == Kind.PROTOCOL && !key.text().startsWith("ct")) {
      protocol = key.value(data);
      protocolPart = part;
    }
  }

  /**
   * Some bytes of a header.
   *
   * @param parts of the rule so far: what asked for that header is emptied
   */
  NftKey payload(int base, int offset, int length, List<String> parts) {
    NftKey known =
        switch (base) {
          case NFT_PAYLOAD_LL_HEADER -> ofEther(offset);
          case NFT_PAYLOAD_NETWORK_HEADER ->
              family == NFPROTO_IPV6 ? ofIpv6(offset) : ofIpv4(offset);
          case NFT_PAYLOAD_TRANSPORT_HEADER -> ofTransport(offset, length);
          default -> raw("ih", offset, length);
        };
    if (base == NFT_PAYLOAD_NETWORK_HEADER && !isRaw(known)) {
      familyPart = emptied(parts, familyPart);
    } else if (base == NFT_PAYLOAD_TRANSPORT_HEADER && !isRaw(known)) {
      protocolPart = emptied(parts, protocolPart);
      if (known.text().startsWith("icmp")) { // each is of one family alone
        familyPart = emptied(parts, familyPart);
      }
    }
    return isRaw(known)
        ? raw(List.of("ll", "nh", "th", "ih").get(Math.min(3, base)), offset, length)
        : known;
  }

  private static int emptied(List<String> parts, int part) {
    if (part >= 0) {
      parts.set(part, "");
    }
    return -1;
  }

  private static NftKey raw(String header, int offset, int length) {
    String text = "@" + header + "," + offset * Byte.SIZE + "," + length * Byte.SIZE;
    return new NftKey(text, Kind.NUMBER, length);
  }

  private static boolean isRaw(NftKey key) {
    return key.text().startsWith("@");
  }

  private static NftKey ofEther(int offset) {
    return switch (offset) {
      case 0 -> new NftKey("ether daddr", Kind.ETHER, 6);
      case 6 -> new NftKey("ether saddr", Kind.ETHER, 6);
      case 12 -> new NftKey("ether type", Kind.ETHERTYPE, 2);
      default -> raw("ll", offset, 0);
    };
  }

  private NftKey ofIpv4(int offset) {
    if (family != NFPROTO_IPV4) {
      return raw("nh", offset, 0);
    }
    return switch (offset) {
      case 2 -> new NftKey("ip length", Kind.NUMBER, 2);
      case 4 -> new NftKey("ip id", Kind.NUMBER, 2);
      case 8 -> new NftKey("ip ttl", Kind.NUMBER, 1);
      case 9 -> new NftKey("ip protocol", Kind.PROTOCOL, 1);
      case 12 -> new NftKey("ip saddr", Kind.ADDRESS, 4);
      case 16 -> new NftKey("ip daddr", Kind.ADDRESS, 4);
      default -> raw("nh", offset, 0);
    };
  }

  private static NftKey ofIpv6(int offset) {
    return switch (offset) {
      case 6 -> new NftKey("ip6 nexthdr", Kind.PROTOCOL, 1);
      case 7 -> new NftKey("ip6 hoplimit", Kind.NUMBER, 1);
      case 8 -> new NftKey("ip6 saddr", Kind.ADDRESS, 16);
      case 24 -> new NftKey("ip6 daddr", Kind.ADDRESS, 16);
      default -> raw("nh", offset, 0);
    };
  }

  private NftKey ofTransport(int offset, int length) {
    return switch (protocol) {
      case "icmp" ->
          offset == 0
              ? new NftKey("icmp type", Kind.ICMP, 1)
              : offset == 1 ? new NftKey("icmp code", Kind.NUMBER, 1) : raw("th", offset, length);
      case "ipv6-icmp" ->
          offset == 0
              ? new NftKey("icmpv6 type", Kind.ICMPV6, 1)
              : offset == 1 ? new NftKey("icmpv6 code", Kind.NUMBER, 1) : raw("th", offset, length);
      case "tcp", "udp", "sctp", "dccp", "udplite" -> ofPorts(protocol, offset, length);
      default -> ofPorts("th", offset, length);
    };
  }

  private static NftKey ofPorts(String header, int offset, int length) {
    return switch (offset) {
      case 0 -> new NftKey(header + " sport", Kind.PORT, 2);
      case 2 -> new NftKey(header + " dport", Kind.PORT, 2);
      default -> raw("th", offset, length);
    };
  }
}
