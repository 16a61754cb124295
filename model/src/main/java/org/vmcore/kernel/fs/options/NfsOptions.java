package org.vmcore.kernel.fs.options;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code nfs_show_options()}, {@code fs/nfs/super.c}. */
final class NfsOptions {
  // include/uapi/linux/nfs_mount.h and include/linux/nfs_fs_sb.h
  private static final int SOFT = 0x1;
  private static final int SOFTERR = 0x400000;
  private static final int LOOKUP_CACHE_NONEG = 0x10000;
  private static final int LOOKUP_CACHE_NONE = 0x20000;
  private static final int LEGACY_INTERFACE = 0x80000;
  private static final int LOCAL_FLOCK = 0x100000;
  private static final int LOCAL_FCNTL = 0x200000;
  private static final int WRITE_EAGER = 0x1000000;
  private static final int WRITE_WAIT = 0x2000000;
  private static final int NO_ALIGNWRITE = 0x10000000;
  private static final int NETUNREACH_FATAL = 0x40000000;
  private static final int OPTION_FSCACHE = 1;
  private static final int OPTION_MIGRATION = 2;
  private static final int NFS_PORT = 2049;
  private static final int FIRST_GSS_FLAVOR = 390003; // RPC_AUTH_GSS_KRB5
  private static final String[] GSS_FLAVORS = {
    "krb5", "krb5i", "krb5p", "lkey", "lkeyi", "lkeyp", "spkm", "spkmi", "spkmp"
  };
  private static final int AF_INET = 2; // include/linux/socket.h
  private static final int AF_INET6 = 10;
  private static final int IPPROTO_UDP = 17; // include/uapi/linux/in.h
  private static final int IPPROTO_TCP = 6;

  /** A flag of the mount with its name. */
  private record Bit(int mask, String name) {}

  private static final Bit[] BITS = {
    new Bit(SOFT, "soft"),
    new Bit(SOFTERR, "softerr"),
    new Bit(0x800000, "softreval"),
    new Bit(0x8, "posix"),
    new Bit(0x10, "nocto"),
    new Bit(0x20, "noac"),
    new Bit(0x200, "nolock"),
    new Bit(0x800, "noacl"),
    new Bit(0x4000, "nordirplus"),
    new Bit(0x20000000, "rdirplus=force"),
    new Bit(0x8000, "nosharecache"),
    new Bit(0x40000, "noresvport")
  };

  private final Program kernel;
  private final Value server;
  private final Value client;
  private final OptionText out;
  private final int flags;
  private final long hz;

  private NfsOptions(SuperBlock superBlock, OptionText out) {
    this.kernel = superBlock.kernel();
    this.server = superBlock.fsInfo("struct nfs_server");
    this.client = server.field("nfs_client").deref();
    this.out = out;
    this.flags = server.field("flags").asInt();
    this.hz = Hz.of(kernel);
  }

  static void show(SuperBlock superBlock, OptionText out) {
    new NfsOptions(superBlock, out).show();
  }

  private void show() {
    long version = client.field("rpc_ops").field("version").asLong();
    out.put("vers", version + (version == 4 ? "." + u32(client, "cl_minorversion") : ""));
    out.put("rsize", u32(server, "rsize"));
    out.put("wsize", u32(server, "wsize"));
    out.putUnlessZero("bsize", u32(server, "bsize"));
    out.put("namlen", u32(server, "namelen"));
    attributeCache();
    out.flagIf((flags & (SOFT | SOFTERR)) == 0, "hard");
    for (Bit bit : BITS) {
      out.flagIf((flags & bit.mask) != 0, bit.name);
    }
    if (kernel.findEnumerator("NFS_CS_NETUNREACH_FATAL").isPresent()
        || (flags & NETUNREACH_FATAL) != 0) { // 6.16+
      boolean fatal = (flags & NETUNREACH_FATAL) != 0;
      out.put("fatal_neterrors", fatal ? "ENETDOWN:ENETUNREACH" : "none");
    }
    transport(version);
    if (version == 4) {
      out.put("clientaddr", client.field("cl_ipaddr").asString());
    } else {
      mountd();
    }
    caching();
    out.put("addr", display(client.field("cl_rpcclient"), "RPC_DISPLAY_ADDR"));
  }

  private static long u32(Value holder, String member) {
    return holder.field(member).asLong() & 0xffffffffL;
  }

  private void attributeCache() {
    String[] names = {"acregmin", "acregmax", "acdirmin", "acdirmax"};
    long[] usual = {3, 60, 30, 60}; // s, fs/nfs/internal.h
    for (int i = 0; i < names.length; i++) {
      long jiffies = u32(server, names[i]);
      if (jiffies != usual[i] * hz) {
        out.put(names[i], jiffies / hz);
      }
    }
  }

  /** {@code rpc_peeraddr2str()}. */
  private String display(Value rpcClient, String form) {
    Value strings = rpcClient.field("cl_xprt").field("address_strings");
    Value text = strings.index(kernel.enumerator(form));
    return text.isNull() ? "unprintable" : text.asString();
  }

  private void transport(long version) {
    Value rpc = server.field("client").deref();
    out.put("proto", display(server.field("client"), "RPC_DISPLAY_NETID"));
    if (client.has("cl_nconnect") && u32(client, "cl_nconnect") > 0) {
      out.put("nconnect", u32(client, "cl_nconnect"));
    }
    if (version == 4 && client.has("cl_max_connect") && u32(client, "cl_max_connect") > 1) {
      out.put("max_connect", u32(client, "cl_max_connect"));
    }
    long port = server.field("port").asLong() & 0xffff;
    if (port != (version == 4 ? NFS_PORT : 0)) {
      out.put("port", port);
    }
    out.putUnsigned("timeo", 10 * rpc.field("cl_timeout").field("to_initval").asLong() / hz);
    out.put("retrans", u32(rpc.field("cl_timeout").deref(), "to_retries"));
    out.put("sec", flavor(rpc.field("cl_auth").field("au_flavor").asInt()));
    if (client.has("cl_xprtsec.policy")) {
      switch (client.at("cl_xprtsec.policy").asInt()) { // enum xprtsec_policies
        case 1 -> out.put("xprtsec", "tls");
        case 2 -> out.put("xprtsec", "mtls");
        default -> {}
      }
    }
  }

  private static String flavor(int number) {
    int gss = number - FIRST_GSS_FLAVOR;
    if (gss >= 0 && gss < GSS_FLAVORS.length) {
      return GSS_FLAVORS[gss];
    }
    return switch (number) {
      case 0 -> "null";
      case 1 -> "sys";
      default -> "unknown";
    };
  }

  /** {@code nfs_show_mountd_options()}: versions 2 and 3. */
  private void mountd() {
    if ((flags & LEGACY_INTERFACE) != 0) {
      return;
    }
    byte[] address = server.field("mountd_address").bytes();
    int family = address[0] & 0xff | (address[1] & 0xff) << 8;
    if (family == AF_INET) {
      out.put(
          "mountaddr",
          (address[4] & 0xff)
              + "."
              + (address[5] & 0xff)
              + "."
              + (address[6] & 0xff)
              + "."
              + (address[7] & 0xff));
    } else if (family == AF_INET6) {
      out.missing("mountaddr of nfs");
    }
    out.putUnlessZero("mountvers", u32(server, "mountd_version"));
    long port = server.field("mountd_port").asLong() & 0xffff;
    if (port != 0 && port != 0xffff) {
      out.put("mountport", port);
    }
    String suffix = family == AF_INET6 ? "6" : "";
    switch (server.field("mountd_protocol").asInt()) {
      case IPPROTO_UDP -> out.put("mountproto", "udp" + suffix);
      case IPPROTO_TCP -> out.put("mountproto", "tcp" + suffix);
      default -> {}
    }
  }

  private void caching() {
    int options = server.field("options").asInt();
    if ((options & OPTION_FSCACHE) != 0) {
      Value name = server.has("fscache_uniq") ? server.field("fscache_uniq") : null;
      boolean named = name != null && !name.isNull();
      out.flag(named ? "fsc=" + name.asString() : "fsc");
    }
    out.flagIf((options & OPTION_MIGRATION) != 0, "migration");
    if ((flags & LOOKUP_CACHE_NONEG) != 0) {
      out.put("lookupcache", (flags & LOOKUP_CACHE_NONE) != 0 ? "none" : "pos");
    }
    boolean flock = (flags & LOCAL_FLOCK) != 0;
    boolean posix = (flags & LOCAL_FCNTL) != 0;
    out.put("local_lock", flock && posix ? "all" : flock ? "flock" : posix ? "posix" : "none");
    if ((flags & WRITE_EAGER) != 0) {
      out.put("write", (flags & WRITE_WAIT) != 0 ? "wait" : "eager");
    }
    out.flagIf((flags & NO_ALIGNWRITE) != 0, "noalignwrite");
  }
}
