package org.vmcore.emit.commands.networking;

import java.util.HexFormat;
import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.LinkSettings;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.ethtool.DriverInfo;
import org.vmcore.kernel.net.ethtool.EthtoolOps;
import org.vmcore.model.Program;

/** {@code ethtool}: what drivers keep in memory, in the words of {@code ethtool.c}. */
final class Ethtool {
  private static final int DUPLEX_HALF = 0; // include/uapi/linux/ethtool.h
  private static final int DUPLEX_FULL = 1;

  /** {@code nl_gset()}, {@code netlink/settings.c}. */
  @EmitsMany(path = "sos_commands/networking/ethtool_{dev}", each = EthtoolDevices.class)
  void settings(Program kernel, NetDevice device, Text out) {
    Optional<LinkSettings> settings = LinkSettings.of(device);
    boolean tellsLink = EthtoolOps.has(device, "get_link");
    if (settings.isEmpty() && !tellsLink) {
      out.line("No data available");
      return;
    }
    out.line("Settings for %s:", device.name());
    settings.ifPresent(link -> settings(device, link, out));
    if (tellsLink) {
      boolean up = device.isRunning() && device.hasCarrier();
      out.line("\tLink detected: %s", up ? "yes" : "no");
    }
  }

  private static void settings(NetDevice device, LinkSettings link, Text out) {
    boolean isTun = device.kind().equals("tun");
    if (!isTun && !LinkPorts.isOther(device)) {
      throw new NotReconstructable("link modes are known to the driver alone");
    }
    out.line("\tSupported ports: [  ]");
    out.line("\tSupported link modes:   Not reported");
    out.line("\tSupported pause frame use: No");
    out.line("\tSupports auto-negotiation: No");
    out.line("\tSupported FEC modes: Not reported");
    out.line("\tAdvertised link modes:  Not reported");
    out.line("\tAdvertised pause frame use: No");
    out.line("\tAdvertised auto-negotiation: No");
    out.line("\tAdvertised FEC modes: Not reported");
    boolean unknown = link.speedMbits() == LinkSettings.UNKNOWN_SPEED || link.speedMbits() == 0;
    out.line("\tSpeed: %s", unknown ? "Unknown!" : link.speedMbits() + "Mb/s");
    out.line("\tDuplex: %s", duplex(link.duplex() & 0xff));
    out.line("\tAuto-negotiation: off");
    out.line("\tPort: %s", isTun ? "Twisted Pair" : "Other");
    out.line("\tPHYAD: 0");
    out.line("\tTransceiver: internal");
    if (isTun) {
      out.line("\tMDI-X: Unknown");
      messageLevel(device, out);
    }
  }

  private static String duplex(int duplex) {
    return switch (duplex) {
      case DUPLEX_HALF -> "Half";
      case DUPLEX_FULL -> "Full";
      default -> "Unknown! (" + duplex + ")";
    };
  }

  /** Bits have names, which a level of 0 needs none of. */
  private static void messageLevel(NetDevice device, Text out) {
    long level = device.priv("struct tun_struct").field("msg_enable").asLong() & 0xffffffffL;
    if (level != 0) {
      out.partial("names of the message level");
    }
    out.line("        Current message level: 0x%08x (%u)", level, level);
    out.line("%30s", "");
  }

  /** {@code dump_drvinfo()}. */
  @EmitsMany(path = "sos_commands/networking/ethtool_-i_{dev}", each = EthtoolDevices.class)
  void driver(Program kernel, NetDevice device, Text out) {
    DriverInfo info =
        DriverInfo.of(device)
            .orElseThrow(() -> new NotReconstructable("the driver is not known here"));
    out.line("driver: %s", info.driver());
    out.line("version: %s", info.version());
    out.line("firmware-version: %s", info.firmware());
    out.line("expansion-rom-version: ");
    out.line("bus-info: %s", info.bus());
    out.line("supports-statistics: %s", yes(EthtoolOps.has(device, "get_ethtool_stats")));
    out.line("supports-test: %s", yes(EthtoolOps.has(device, "self_test")));
    out.line("supports-eeprom-access: %s", yes(EthtoolOps.has(device, "get_eeprom")));
    out.line("supports-register-dump: %s", yes(EthtoolOps.has(device, "get_regs")));
    out.line("supports-priv-flags: %s", yes(EthtoolOps.has(device, "get_priv_flags")));
  }

  private static String yes(boolean yes) {
    return yes ? "yes" : "no";
  }

  /** {@code do_gstats()}. */
  @EmitsMany(path = "sos_commands/networking/ethtool_-S_{dev}", each = EthtoolDevices.class)
  void statistics(Program kernel, NetDevice device, Text out) {
    if (!EthtoolOps.has(device, "get_sset_count") || !EthtoolOps.has(device, "get_ethtool_stats")) {
      out.line("no stats available");
      return;
    }
    if (!EthtoolOps.function(device, "get_ethtool_stats").equals("virtnet_get_ethtool_stats")) {
      throw new NotReconstructable("statistics of the driver are known to it alone");
    }
    VirtioStatistics.print(device, out);
  }

  /** {@code permaddr_reply_cb()}. */
  @EmitsMany(path = "sos_commands/networking/ethtool_-P_{dev}", each = EthtoolDevices.class)
  void permanentAddress(Program kernel, NetDevice device, Text out) {
    byte[] address = device.permanentAddress();
    boolean isSet = false;
    for (byte b : address) {
      isSet |= b != 0;
    }
    out.line(
        "Permanent address: %s", isSet ? HexFormat.ofDelimiter(":").formatHex(address) : "not set");
  }

  /** {@code tsinfo_reply_cb()}: all devices note when packets came, some when they leave. */
  @EmitsMany(path = "sos_commands/networking/ethtool_-T_{dev}", each = EthtoolDevices.class)
  void timeStamping(Program kernel, NetDevice device, Text out) {
    String function = EthtoolOps.function(device, "get_ts_info");
    out.line("Time stamping parameters for %s:", device.name());
    out.line("Capabilities:");
    if (!function.isEmpty()) {
      if (!TimeStamping.isOfSoftware(device)) {
        throw new NotReconstructable("time stamping of the hardware is known to the driver alone");
      }
      out.line("\tsoftware-transmit");
    }
    out.line("\tsoftware-receive");
    out.line("\tsoftware-system-clock");
    out.line("PTP Hardware Clock: none");
    out.line("Hardware Transmit Timestamp Modes: none");
    out.line("Hardware Receive Filter Modes: none");
  }
}
