package org.vmcore.emit.commands.networking;

import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.link.TunnelFlags;
import org.vmcore.model.Value;

/** Options of tunnels, {@code struct ip_tunnel}, as iproute2 names them. */
final class TunnelLinks {
  private static final int IP_DF = 0x40; // of the first byte of frag_off, include/net/ip.h
  private static final int SIT_ISATAP = 1; // include/uapi/linux/if_tunnel.h
  // include/uapi/linux/ip6_tunnel.h
  private static final int IP6_TNL_F_IGN_ENCAP_LIMIT = 0x1;
  private static final int IP6_TNL_F_USE_ORIG_TCLASS = 0x2;
  private static final int IP6_TNL_F_USE_ORIG_FLOWLABEL = 0x4;
  private static final int IP6_TNL_F_MIP6_DEV = 0x8;
  private static final int IP6_TNL_F_RCV_DSCP_COPY = 0x10;
  private static final int IP6_TNL_F_USE_ORIG_FWMARK = 0x20;
  private static final int IP6_TNL_F_ALLOW_LOCAL_REMOTE = 0x40;

  private TunnelLinks() {}

  /** {@code ipgre_fill_info()}. */
  static void gre(NetDevice device, Text out) {
    Value tunnel = device.priv("struct ip_tunnel");
    gre(device, tunnel, TunnelFlags.of(tunnel.at("parms.o_flags")), out);
    encapsulation(tunnel, out);
  }

  private static void gre(NetDevice device, Value tunnel, TunnelFlags output, Text out) {
    Value parms = tunnel.field("parms");
    TunnelFlags input = TunnelFlags.of(parms.field("i_flags"));
    out.raw(tunnel.field("collect_md").asBoolean() ? "external " : "");
    endpoints(device, parms, out);
    ttl(parms, out);
    out.raw(dontFragment(parms) ? "" : "nopmtudisc ");
    out.raw(tunnel.field("ignore_df").asBoolean() ? "ignore-df " : "");
    if (input.hasKey()) {
      out.print("ikey %s ", IpAddress.ipv4(parms.field("i_key")));
    }
    if (output.hasKey()) {
      out.print("okey %s ", IpAddress.ipv4(parms.field("o_key")));
    }
    out.raw(input.hasSequence() ? "iseq " : "");
    out.raw(output.hasSequence() ? "oseq " : "");
    out.raw(input.hasChecksum() ? "icsum " : "");
    out.raw(output.hasChecksum() ? "ocsum " : "");
    fwmark(tunnel, out);
  }

  /** {@code erspan_fill_info()}: with a key in all versions but the first. */
  static void erspan(NetDevice device, Text out) {
    Value tunnel = device.priv("struct ip_tunnel");
    int version = tunnel.field("erspan_ver").asInt();
    boolean keyed = version != 0 && version <= 2 && !tunnel.field("collect_md").asBoolean();
    long stored = TunnelFlags.of(tunnel.at("parms.o_flags")).bits();
    gre(device, tunnel, new TunnelFlags(keyed ? stored | 1 << 2 : stored), out);
    if (version == 1) {
      out.print("erspan_index %u ", tunnel.field("index").asLong());
    }
    if (version <= 2) {
      out.print("erspan_ver %u ", version);
    }
    if (version == 2) {
      out.print("erspan_dir %s ", tunnel.field("dir").asInt() == 0 ? "ingress" : "egress");
      out.print("erspan_hwid %s ", LinkNames.hex(tunnel.field("hwid").asLong() & 0xffff));
    }
    encapsulation(tunnel, out);
  }

  /** {@code ipip_fill_info()}. */
  static void ipip(NetDevice device, Text out) {
    Value tunnel = device.priv("struct ip_tunnel");
    out.raw(tunnel.field("collect_md").asBoolean() ? "external " : "");
    ipTunnel(device, tunnel, out);
    fwmark(tunnel, out);
    encapsulation(tunnel, out);
  }

  private static void ipTunnel(NetDevice device, Value tunnel, Text out) {
    Value parms = tunnel.field("parms");
    out.raw(
        switch (parms.at("iph.protocol").asInt()) { // IPPROTO_*
          case 0 -> "any ";
          case 4 -> "ipip ";
          case 41 -> "ip6ip ";
          case 137 -> "mplsip ";
          default -> "";
        });
    endpoints(device, parms, out);
    ttl(parms, out);
    out.raw(dontFragment(parms) ? "pmtudisc " : "nopmtudisc ");
  }

  /** {@code ipip6_fill_info()}. */
  static void sit(NetDevice device, Text out) {
    Value tunnel = device.priv("struct ip_tunnel");
    ipTunnel(device, tunnel, out);
    Value flags = tunnel.at("parms.i_flags");
    long isatap = flags.type().sizeBytes() == Short.BYTES ? flags.asLong() & SIT_ISATAP : 0;
    out.raw(isatap != 0 ? "isatap " : "");
    if (tunnel.has("ip6rd") && tunnel.at("ip6rd.prefixlen").asInt() != 0) {
      Value rapid = tunnel.field("ip6rd");
      out.print(
          "6rd-prefix %s/%u ",
          IpAddress.ipv6(rapid.field("prefix")), rapid.field("prefixlen").asInt());
      IpAddress relay = IpAddress.ipv4(rapid.field("relay_prefix"));
      if (!relay.isAny()) {
        int length = rapid.field("relay_prefixlen").asInt();
        out.print("6rd-relay_prefix %s/%u ", relay, length);
      }
    }
    fwmark(tunnel, out);
    encapsulation(tunnel, out);
  }

  /** {@code vti_fill_info()}. */
  static void vti(NetDevice device, Text out) {
    Value tunnel = device.priv("struct ip_tunnel");
    Value parms = tunnel.field("parms");
    endpoints(device, parms, out);
    for (String key : new String[] {"i_key", "o_key"}) {
      IpAddress value = IpAddress.ipv4(parms.field(key));
      if (!value.isAny()) {
        out.print("%skey %s ", key.substring(0, 1), value);
      }
    }
    fwmark(tunnel, out);
  }

  /** {@code ip6_tnl_fill_info()}. */
  static void ip6tnl(NetDevice device, Text out) {
    Value tunnel = device.priv("struct ip6_tnl");
    Value parms = tunnel.field("parms");
    long flags = parms.field("flags").asLong();
    out.raw(parms.field("collect_md").asBoolean() ? "external " : "");
    out.raw(
        switch (parms.field("proto").asInt()) {
          case 0 -> "any ";
          case 4 -> "ipip6 ";
          case 41 -> "ip6ip6 ";
          default -> "";
        });
    endpoint("remote", IpAddress.ipv6(parms.field("raddr")), out);
    endpoint("local", IpAddress.ipv6(parms.field("laddr")), out);
    link(device, parms, out);
    int hops = parms.field("hop_limit").asInt();
    out.print("hoplimit %s ", hops == 0 ? "inherit" : Integer.toString(hops));
    if ((flags & IP6_TNL_F_IGN_ENCAP_LIMIT) != 0) {
      out.raw("encaplimit none ");
    } else {
      out.print("encaplimit %u ", parms.field("encap_limit").asInt());
    }
    flowInfo(parms.field("flowinfo").bytes(), flags, out);
    out.raw((flags & IP6_TNL_F_RCV_DSCP_COPY) != 0 ? "dscp inherit " : "");
    out.raw((flags & IP6_TNL_F_MIP6_DEV) != 0 ? "mip6 " : "");
    out.raw((flags & IP6_TNL_F_ALLOW_LOCAL_REMOTE) != 0 ? "allow-localremote " : "");
    if ((flags & IP6_TNL_F_USE_ORIG_FWMARK) != 0) {
      out.raw("fwmark inherit ");
    } else {
      fwmark(parms, out);
    }
    encapsulation(tunnel, out);
  }

  /** Traffic class and label, 8 and 20 bits in network byte order. */
  private static void flowInfo(byte[] info, long flags, Text out) {
    int bits = (info[0] & 0xff) << 24 | (info[1] & 0xff) << 16 | (info[2] & 0xff) << 8;
    bits |= info[3] & 0xff;
    boolean sameClass = (flags & IP6_TNL_F_USE_ORIG_TCLASS) != 0;
    boolean sameLabel = (flags & IP6_TNL_F_USE_ORIG_FLOWLABEL) != 0;
    out.raw(sameClass ? "tclass inherit " : Text.format("tclass 0x%02x ", bits >> 20 & 0xff));
    out.raw(sameLabel ? "flowlabel inherit " : Text.format("flowlabel 0x%05x ", bits & 0xfffff));
  }

  private static void endpoints(NetDevice device, Value parms, Text out) {
    endpoint("remote", IpAddress.ipv4(parms.at("iph.daddr")), out);
    endpoint("local", IpAddress.ipv4(parms.at("iph.saddr")), out);
    link(device, parms, out);
  }

  private static void endpoint(String name, IpAddress address, Text out) {
    out.print("%s %s ", name, address.isAny() ? "any" : address);
  }

  private static void link(NetDevice device, Value parms, Text out) {
    device(device, parms.field("link").asInt(), out);
  }

  /** {@code dev NAME} for the number of a device, 0 for none. */
  static void device(NetDevice device, int ifindex, Text out) {
    if (ifindex != 0) {
      out.print(
          "dev %s ",
          NetDevices.of(device.net()).byIndex(ifindex).map(NetDevice::name).orElse("if" + ifindex));
    }
  }

  private static void ttl(Value parms, Text out) {
    int ttl = parms.at("iph.ttl").asInt();
    out.print("ttl %s ", ttl == 0 ? "inherit" : Integer.toString(ttl));
    tos(parms.at("iph.tos").asInt(), out);
  }

  /** 1 means that of the packet within. */
  static void tos(int tos, Text out) {
    if (tos != 0) {
      out.print("tos %s ", tos == 1 ? "inherit" : LinkNames.hex(tos));
    }
  }

  private static boolean dontFragment(Value parms) {
    return (parms.at("iph.frag_off").bytes()[0] & IP_DF) != 0;
  }

  private static void fwmark(Value holder, Text out) {
    long mark = holder.field("fwmark").asLong() & 0xffffffffL;
    if (mark != 0) {
      out.print("fwmark %s ", LinkNames.hex(mark));
    }
  }

  private static void encapsulation(Value tunnel, Text out) {
    if (tunnel.at("encap.type").asInt() != 0) {
      out.partial("encapsulation of tunnels in UDP");
    }
  }
}
