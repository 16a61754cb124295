package org.vmcore.emit.commands.networking;

import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.link.TunnelFlags;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** Options of VXLAN and Geneve links, networks that UDP carries, as iproute2 names them. */
final class OverlayLinks {
  // include/net/vxlan.h
  private static final int VXLAN_F_LEARN = 0x01;
  private static final int VXLAN_F_PROXY = 0x02;
  private static final int VXLAN_F_RSC = 0x04;
  private static final int VXLAN_F_L2MISS = 0x08;
  private static final int VXLAN_F_L3MISS = 0x10;
  private static final int VXLAN_F_UDP_ZERO_CSUM_TX = 0x40;
  private static final int VXLAN_F_UDP_ZERO_CSUM6_TX = 0x80;
  private static final int VXLAN_F_UDP_ZERO_CSUM6_RX = 0x100;
  private static final int VXLAN_F_REMCSUM_TX = 0x200;
  private static final int VXLAN_F_REMCSUM_RX = 0x400;
  private static final int VXLAN_F_GBP = 0x800;
  private static final int VXLAN_F_COLLECT_METADATA = 0x2000;
  private static final int VXLAN_F_GPE = 0x4000;
  private static final int VXLAN_F_TTL_INHERIT = 0x10000;
  private static final int VXLAN_F_VNIFILTER = 0x20000;

  private static final int IP_TUNNEL_INFO_IPV6 = 0x02; // include/net/ip_tunnels.h

  private OverlayLinks() {}

  /** {@code vxlan_fill_info()}. */
  static void vxlan(NetDevice device, Text out) {
    Value vxlan = device.priv("struct vxlan_dev");
    Value remote = vxlan.field("default_dst");
    Value cfg = vxlan.field("cfg");
    long flags = cfg.field("flags").asLong();
    flag(flags, VXLAN_F_COLLECT_METADATA, "external ", out);
    flag(flags, VXLAN_F_VNIFILTER, "vnifilter", out);
    out.print("id %u ", bigEndian(remote.field("remote_vni")));
    IpAddress destination = address(remote.field("remote_ip"));
    if (!destination.isAny()) {
      out.print("%s %s ", destination.isMulticast() ? "group" : "remote", destination);
    }
    IpAddress source = address(cfg.field("saddr"));
    if (!source.isAny()) {
      out.print("local %s ", source);
    }
    TunnelLinks.device(device, remote.field("remote_ifindex").asInt(), out);
    out.print(
        "srcport %u %u dstport %u ",
        cfg.field("port_min").asInt() & 0xffff,
        cfg.field("port_max").asInt() & 0xffff,
        bigEndian(cfg.field("dst_port")));
    out.raw((flags & VXLAN_F_LEARN) == 0 ? "nolearning " : "");
    flag(flags, VXLAN_F_PROXY, "proxy ", out);
    flag(flags, VXLAN_F_RSC, "rsc ", out);
    flag(flags, VXLAN_F_L2MISS, "l2miss ", out);
    flag(flags, VXLAN_F_L3MISS, "l3miss ", out);
    TunnelLinks.tos(cfg.field("tos").asInt(), out);
    ttl((flags & VXLAN_F_TTL_INHERIT) != 0, cfg.field("ttl").asInt(), out);
    dontFragment(MemberVariants.find(cfg, "df").map(Value::asInt).orElse(0), out);
    label(bigEndian(cfg.field("label")), out);
    long age = ageing(cfg.field("age_interval"));
    out.print("ageing %s ", age == 0 ? "none" : Long.toString(age));
    if (cfg.field("addrmax").asLong() != 0) {
      out.print("maxaddr %u ", cfg.field("addrmax").asLong());
    }
    checksums(
        (flags & VXLAN_F_UDP_ZERO_CSUM_TX) == 0,
        (flags & VXLAN_F_UDP_ZERO_CSUM6_TX) != 0,
        (flags & VXLAN_F_UDP_ZERO_CSUM6_RX) != 0,
        out);
    flag(flags, VXLAN_F_REMCSUM_TX, "remcsumtx ", out);
    flag(flags, VXLAN_F_REMCSUM_RX, "remcsumrx ", out);
    flag(flags, VXLAN_F_GBP, "gbp ", out);
    flag(flags, VXLAN_F_GPE, "gpe ", out);
  }

  private static void flag(long flags, int flag, String name, Text out) {
    out.raw((flags & flag) != 0 ? name : "");
  }

  /** Seconds, though the member is wide enough for jiffies. */
  private static long ageing(Value interval) {
    return interval.asLong() & 0xffffffffL;
  }

  /** {@code union vxlan_addr}. */
  private static IpAddress address(Value union) {
    int family = union.at("sa.sa_family").asInt();
    return IpAddress.of(
        family,
        family == IpAddress.AF_INET6 ? union.at("sin6.sin6_addr") : union.at("sin.sin_addr"));
  }

  private static void ttl(boolean inherits, int ttl, Text out) {
    String fixed = ttl == 0 ? "auto" : Integer.toString(ttl);
    out.print("ttl %s ", inherits ? "inherit" : fixed);
  }

  private static void dontFragment(int df, Text out) {
    out.raw(df == 1 ? "df set " : df == 2 ? "df inherit " : "");
  }

  private static void label(long label, Text out) {
    if (label != 0) {
      out.print("flowlabel %s ", LinkNames.hex(label));
    }
  }

  private static void checksums(boolean ipv4, boolean zeroTx, boolean zeroRx, Text out) {
    out.raw(ipv4 ? "udpcsum " : "noudpcsum ");
    out.raw(zeroTx ? "udp6zerocsumtx " : "noudp6zerocsumtx ");
    out.raw(zeroRx ? "udp6zerocsumrx " : "noudp6zerocsumrx ");
  }

  /** {@code geneve_fill_info()}. */
  static void geneve(NetDevice device, Text out) {
    Value geneve = device.priv("struct geneve_dev");
    Value cfg = MemberVariants.find(geneve, "cfg").orElse(geneve);
    Value key = cfg.at("info.key");
    boolean external = cfg.field("collect_md").asBoolean();
    boolean ipv6 = (cfg.at("info.mode").asInt() & IP_TUNNEL_INFO_IPV6) != 0;
    out.raw(external ? "external " : "");
    out.print("id %u ", bigEndian(key.field("tun_id")));
    IpAddress remote =
        ipv6 ? IpAddress.ipv6(key.at("u.ipv6.dst")) : IpAddress.ipv4(key.at("u.ipv4.dst"));
    if (!external && !remote.isAny()) {
      out.print("remote %s ", remote);
    }
    boolean inherits = MemberVariants.find(cfg, "ttl_inherit").map(Value::asBoolean).orElse(false);
    ttl(inherits, key.field("ttl").asInt(), out);
    TunnelLinks.tos(key.field("tos").asInt(), out);
    dontFragment(MemberVariants.find(cfg, "df").map(Value::asInt).orElse(0), out);
    label(bigEndian(key.field("label")), out);
    out.print("dstport %u ", bigEndian(key.field("tp_dst")));
    if (!external) {
      boolean sums = TunnelFlags.of(key.field("tun_flags")).hasChecksum();
      out.raw(
          ipv6
              ? (sums ? "noudp6zerocsumtx " : "udp6zerocsumtx ")
              : sums ? "udpcsum " : "noudpcsum ");
    }
    if (cfg.has("use_udp6_rx_checksums")) {
      out.raw(
          cfg.field("use_udp6_rx_checksums").asBoolean() ? "noudp6zerocsumrx " : "udp6zerocsumrx ");
    }
    boolean innerProto =
        MemberVariants.find(cfg, "inner_proto_inherit").map(Value::asBoolean).orElse(false);
    out.raw(innerProto ? "innerprotoinherit " : "");
  }

  private static long bigEndian(Value number) {
    long value = 0;
    for (byte b : number.bytes()) {
      value = value << Byte.SIZE | b & 0xff;
    }
    return value;
  }
}
