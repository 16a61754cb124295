package org.vmcore.emit.commands.networking;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.ethtool.EthtoolOps;
import org.vmcore.model.Program;

/** Forms of {@code ethtool} that ask the hardware: what they say of devices that have none. */
final class EthtoolUnsupported {
  private static final String NETLINK_ERROR = "netlink error: Operation not supported";

  @EmitsMany(path = "sos_commands/networking/ethtool_-a_{dev}", each = EthtoolDevices.class)
  void pause(Program kernel, NetDevice device, Text out) {
    unsupported(device, "get_pauseparam", NETLINK_ERROR, out);
  }

  @EmitsMany(path = "sos_commands/networking/ethtool_-c_{dev}", each = EthtoolDevices.class)
  void coalesce(Program kernel, NetDevice device, Text out) {
    unsupported(device, "get_coalesce", NETLINK_ERROR, out);
  }

  @EmitsMany(path = "sos_commands/networking/ethtool_-g_{dev}", each = EthtoolDevices.class)
  void rings(Program kernel, NetDevice device, Text out) {
    unsupported(device, "get_ringparam", NETLINK_ERROR, out);
  }

  @EmitsMany(path = "sos_commands/networking/ethtool_-l_{dev}", each = EthtoolDevices.class)
  void channels(Program kernel, NetDevice device, Text out) {
    unsupported(device, "get_channels", NETLINK_ERROR, out);
  }

  @EmitsMany(path = "sos_commands/networking/ethtool_-d_{dev}", each = EthtoolDevices.class)
  void registers(Program kernel, NetDevice device, Text out) {
    unsupported(device, "get_regs", "Cannot get register dump: Operation not supported", out);
  }

  @EmitsMany(path = "sos_commands/networking/ethtool_-m_{dev}", each = EthtoolDevices.class)
  void module(Program kernel, NetDevice device, Text out) {
    unsupported(device, "get_module_info", NETLINK_ERROR, out);
  }

  @EmitsMany(
      path = "sos_commands/networking/ethtool_--show-priv-flags_{dev}",
      each = EthtoolDevices.class)
  void privateFlags(Program kernel, NetDevice device, Text out) {
    unsupported(device, "get_priv_flags", NETLINK_ERROR, out);
  }

  private static void unsupported(NetDevice device, String operation, String error, Text out) {
    if (EthtoolOps.has(device, operation)) {
      throw new NotReconstructable("only the driver could answer");
    }
    out.line("%s", error);
  }
}
