package org.vmcore.emit.sys.net;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.proc.net.Macs;
import org.vmcore.kernel.net.LinkSettings;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.VirtioNet;
import org.vmcore.model.Value;

/**
 * A file in a device's folder: {@code net_class_attrs[]} of {@code net/core/net-sysfs.c}.
 *
 * @param show writes it; a file whose reading fails on a living machine is none
 */
record DeviceAttribute(NetDevice device, BiConsumer<NetDevice, Text> show) {
  private static final String[] OPERSTATES = {
    "unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"
  };

  static final Map<String, BiConsumer<NetDevice, Text>> ALL = all();

  private static Map<String, BiConsumer<NetDevice, Text>> all() {
    Map<String, BiConsumer<NetDevice, Text>> files = new TreeMap<>();
    files.put("addr_assign_type", number("addr_assign_type", "%d"));
    files.put("addr_len", number("addr_len", "%d"));
    files.put("address", (device, out) -> out.line(Macs.text(device.hardwareAddress())));
    files.put("broadcast", (device, out) -> out.line(Macs.text(device.broadcast())));
    files.put("carrier", whileRunning(NetDevice::hasCarrier));
    files.put("carrier_changes", (device, out) -> out.line("%d", ups(device) + downs(device)));
    files.put("carrier_down_count", (device, out) -> out.line("%d", downs(device)));
    files.put("carrier_up_count", (device, out) -> out.line("%d", ups(device)));
    files.put("dev_id", number("dev_id", "0x%x"));
    files.put("dev_port", number("dev_port", "%d"));
    files.put("dormant", whileRunning(NetDevice::isDormant));
    files.put("duplex", DeviceAttribute::duplex);
    files.put("flags", (device, out) -> out.line("0x%x", device.value().field("flags").asLong()));
    files.put("gro_flush_timeout", number("gro_flush_timeout", "%lu"));
    files.put("ifalias", DeviceAttribute::alias);
    files.put("ifindex", number("ifindex", "%d"));
    files.put("iflink", (device, out) -> out.line("%d", device.iflink()));
    files.put("link_mode", number("link_mode", "%d"));
    files.put("mtu", number("mtu", "%d"));
    files.put("name_assign_type", DeviceAttribute::nameAssignType);
    files.put("napi_defer_hard_irqs", number("napi_defer_hard_irqs", "%u"));
    files.put("netdev_group", number("group", "%d"));
    files.put("operstate", DeviceAttribute::operstate);
    files.put("phys_port_id", driversOwn("ndo_get_phys_port_id"));
    files.put("phys_port_name", DeviceAttribute::physPortName);
    files.put("phys_switch_id", driversOwn("ndo_get_port_parent_id"));
    files.put("proto_down", number("proto_down", "%d"));
    files.put("speed", DeviceAttribute::speed);
    files.put("testing", whileRunning(NetDevice::isTesting));
    files.put("threaded", number("threaded", "%d"));
    files.put("tx_queue_len", number("tx_queue_len", "%d"));
    files.put("type", number("type", "%d"));
    return files;
  }

  private static BiConsumer<NetDevice, Text> number(String member, String format) {
    return (device, out) -> {
      if (!device.value().has(member)) {
        throw new NoSuchFile("devices have no " + member);
      }
      out.line(format, device.value().field(member).asLong());
    };
  }

  private static BiConsumer<NetDevice, Text> whileRunning(Predicate<NetDevice> state) {
    return (device, out) -> {
      checkRunning(device);
      out.line("%d", state.test(device) ? 1 : 0);
    };
  }

  private static void checkRunning(NetDevice device) {
    if (!device.isRunning()) {
      throw new NoSuchFile("the device is down: reading fails");
    }
  }

  private static int ups(NetDevice device) {
    return device.value().at("carrier_up_count.counter").asInt();
  }

  private static int downs(NetDevice device) {
    return device.value().at("carrier_down_count.counter").asInt();
  }

  private static void speed(NetDevice device, Text out) {
    out.line("%d", settings(device).speedMbits());
  }

  private static void duplex(NetDevice device, Text out) {
    out.line(
        switch (settings(device).duplex()) {
          case LinkSettings.DUPLEX_HALF -> "half";
          case LinkSettings.DUPLEX_FULL -> "full";
          default -> "unknown";
        });
  }

  private static LinkSettings settings(NetDevice device) {
    checkRunning(device);
    return LinkSettings.of(device)
        .orElseThrow(() -> new NoSuchFile("the driver cannot tell: reading fails"));
  }

  /** Empty for a device without one. */
  private static void alias(NetDevice device, Text out) {
    Value alias = device.value().field("ifalias");
    String text = alias.isNull() ? "" : alias.field("ifalias").asString();
    if (!text.isEmpty()) {
      out.line("%s", text);
    }
  }

  private static void nameAssignType(NetDevice device, Text out) {
    long type = device.value().field("name_assign_type").asLong();
    if (type == 0) { // NET_NAME_UNKNOWN
      throw new NoSuchFile("nobody knows who named the device: reading fails");
    }
    out.line("%d", type);
  }

  private static void operstate(NetDevice device, Text out) {
    int state = device.operstate();
    if (state < 0 || state >= OPERSTATES.length) {
      throw new NoSuchFile("there is no such state: reading fails");
    }
    out.line(OPERSTATES[state]);
  }

  private static void physPortName(NetDevice device, Text out) {
    Optional<VirtioNet> virtio = VirtioNet.of(device);
    if (virtio.isEmpty()) {
      driversOwn("ndo_get_phys_port_name").accept(device, out);
    }
    Optional<String> name = virtio.flatMap(VirtioNet::physPortName);
    out.line("%s", name.orElseThrow(() -> new NoSuchFile("the port has no name: reading fails")));
  }

  /** What only a function of the driver knows: without one reading fails. */
  private static BiConsumer<NetDevice, Text> driversOwn(String operation) {
    return (device, out) -> {
      if (device.operation(operation).isEmpty()) {
        throw new NoSuchFile("the driver cannot tell: reading fails");
      }
      throw device.unknown(operation);
    };
  }
}
