package org.vmcore.emit.sys.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.Bond;
import org.vmcore.kernel.net.BondSlave;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.TunDevice;
import org.vmcore.kernel.net.bridge.Bridge;
import org.vmcore.kernel.net.bridge.BridgePort;
import org.vmcore.model.Program;

/** Folders that only devices of some kinds have: bridges, bonds and what belongs to them. */
final class AttributeGroups {
  /** Files of a device's folder by name; none for devices without it. */
  private interface Folder {
    Map<String, AttributeText> files(NetDevice device);
  }

  private static List<Key<AttributeText>> keys(Program kernel, Folder folder) {
    List<Key<AttributeText>> keys = new ArrayList<>();
    for (Key<NetDevice> device : new NetDeviceKeys().keys(kernel)) {
      String name = device.names().get(0);
      folder.files(device.subject()).forEach((file, text) -> keys.add(Key.of(name, file, text)));
    }
    return keys;
  }

  /** Bridges. */
  @Enumerates({"dev", "path"})
  static final class Bridges implements Enumerator<AttributeText> {
    @Override
    public List<Key<AttributeText>> keys(Program kernel) {
      return AttributeGroups.keys(
          kernel,
          device ->
              device.kind().equals("bridge") ? BridgeAttributes.of(Bridge.of(device)) : Map.of());
    }
  }

  /** Ports of bridges. */
  @Enumerates({"dev", "path"})
  static final class BridgePorts implements Enumerator<AttributeText> {
    @Override
    public List<Key<AttributeText>> keys(Program kernel) {
      return AttributeGroups.keys(
          kernel, device -> BridgePort.of(device).map(BridgeAttributes::of).orElse(Map.of()));
    }
  }

  /** Bonds. */
  @Enumerates({"dev", "name"})
  static final class Bonds implements Enumerator<AttributeText> {
    @Override
    public List<Key<AttributeText>> keys(Program kernel) {
      return AttributeGroups.keys(
          kernel, device -> Bond.of(device).map(BondAttributes::of).orElse(Map.of()));
    }
  }

  /** Slaves of bonds. */
  @Enumerates({"dev", "name"})
  static final class BondSlaves implements Enumerator<AttributeText> {
    @Override
    public List<Key<AttributeText>> keys(Program kernel) {
      return AttributeGroups.keys(kernel, BondSlaves::files);
    }

    private static Map<String, AttributeText> files(NetDevice device) {
      Optional<Bond> bond = device.master().flatMap(Bond::of);
      if (bond.isEmpty()) {
        return Map.of();
      }
      for (BondSlave slave : bond.get().slaves()) {
        if (slave.device().equals(device)) {
          return BondAttributes.of(bond.get(), slave);
        }
      }
      return Map.of();
    }
  }

  /** Devices that processes read and write: {@code tun_dev_attrs[]}, {@code drivers/net/tun.c}. */
  @Enumerates({"dev", "attribute"})
  static final class Tuns implements Enumerator<AttributeText> {
    @Override
    public List<Key<AttributeText>> keys(Program kernel) {
      return AttributeGroups.keys(
          kernel, device -> TunDevice.of(device).map(Tuns::files).orElse(Map.of()));
    }

    private static Map<String, AttributeText> files(TunDevice tun) {
      return new TreeMap<>(
          Map.of(
              "tun_flags", out -> out.line("0x%x", tun.flags()),
              "owner", out -> out.line("%d", tun.owner().orElse(-1)),
              "group", out -> out.line("%d", tun.group().orElse(-1))));
    }
  }

  @EmitsMany(path = "sys/class/net/{dev}/{attribute}", each = Tuns.class)
  void tun(Program kernel, AttributeText file, Text out) {
    file.write(out);
  }

  @EmitsMany(path = "sys/class/net/{dev}/bridge/{path}", each = Bridges.class)
  void bridge(Program kernel, AttributeText file, Text out) {
    file.write(out);
  }

  @EmitsMany(path = "sys/class/net/{dev}/brport/{path}", each = BridgePorts.class)
  void port(Program kernel, AttributeText file, Text out) {
    file.write(out);
  }

  @EmitsMany(path = "sys/class/net/{dev}/bonding/{name}", each = Bonds.class)
  void bonding(Program kernel, AttributeText file, Text out) {
    file.write(out);
  }

  @EmitsMany(path = "sys/class/net/{dev}/bonding_slave/{name}", each = BondSlaves.class)
  void slave(Program kernel, AttributeText file, Text out) {
    file.write(out);
  }
}
