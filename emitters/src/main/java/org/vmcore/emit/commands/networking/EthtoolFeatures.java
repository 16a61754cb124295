package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ethtool -k}: {@code dump_features()}, {@code netlink/features.c} of ethtool. */
final class EthtoolFeatures {
  /**
   * A name from the time before features had names of their own.
   *
   * @param pattern of the kernel's names that it stands for
   */
  private record Legacy(String name, String pattern) {
    boolean matches(String feature) {
      int star = pattern.indexOf('*');
      return star < 0
          ? feature.equals(pattern)
          : feature.length() + 1 >= pattern.length()
              && feature.startsWith(pattern.substring(0, star))
              && feature.endsWith(pattern.substring(star + 1));
    }
  }

  private static final List<Legacy> LEGACY =
      List.of(
          new Legacy("rx-checksumming", "rx-checksum"),
          new Legacy("tx-checksumming", "tx-checksum-*"),
          new Legacy("scatter-gather", "tx-scatter-gather*"),
          new Legacy("tcp-segmentation-offload", "tx-tcp*-segmentation"),
          new Legacy("generic-segmentation-offload", "tx-generic-segmentation"),
          new Legacy("generic-receive-offload", "rx-gro"),
          new Legacy("large-receive-offload", "rx-lro"),
          new Legacy("rx-vlan-offload", "rx-vlan-hw-parse"),
          new Legacy("tx-vlan-offload", "tx-vlan-hw-insert"),
          new Legacy("ntuple-filters", "rx-ntuple-filter"),
          new Legacy("receive-hashing", "rx-hashing"));

  /** {@code NETIF_F_NEVER_CHANGE}, as far as a kernel has these bits. */
  private static final List<String> NEVER_CHANGE =
      List.of("NETIF_F_VLAN_CHALLENGED_BIT", "NETIF_F_LLTX_BIT", "NETIF_F_NETNS_LOCAL_BIT");

  @EmitsMany(path = "sos_commands/networking/ethtool_-k_{dev}", each = EthtoolDevices.class)
  void features(Program kernel, NetDevice device, Text out) {
    out.line("Features for %s:", device.name());
    List<String> names = names(kernel);
    List<Integer> others = new ArrayList<>();
    List<List<Integer>> matches = new ArrayList<>();
    LEGACY.forEach(legacy -> matches.add(new ArrayList<>()));
    for (int bit = 0; bit < names.size(); bit++) {
      if (!names.get(bit).isEmpty()) {
        int legacy = legacy(names.get(bit));
        (legacy < 0 ? others : matches.get(legacy)).add(bit);
      }
    }
    for (int i = 0; i < LEGACY.size(); i++) {
      legacy(device, LEGACY.get(i).name(), matches.get(i), names, out);
    }
    others.forEach(bit -> feature(device, names.get(bit), bit, out));
  }

  private static List<String> names(Program kernel) {
    return kernel.symbol("netdev_features_strings").elements().stream()
        .map(Value::asString)
        .toList();
  }

  private static int legacy(String feature) {
    for (int i = 0; i < LEGACY.size(); i++) {
      if (LEGACY.get(i).matches(feature)) {
        return i;
      }
    }
    return -1;
  }

  /** One feature goes by the old name, several stand below it. */
  private static void legacy(
      NetDevice device, String name, List<Integer> bits, List<String> names, Text out) {
    if (bits.size() == 1) {
      feature(device, name, bits.get(0), out);
      return;
    }
    boolean some = bits.stream().anyMatch(bit -> isSet(device, "features", bit));
    out.line("%s: %s", name, LinkNames.onOff(some));
    bits.forEach(bit -> feature(device, "\t" + names.get(bit), bit, out));
  }

  private static void feature(NetDevice device, String name, int bit, Text out) {
    boolean active = isSet(device, "features", bit);
    boolean wanted = isSet(device, "wanted_features", bit);
    String suffix = "";
    if (!isSet(device, "hw_features", bit) || isFixed(device.value().program(), bit)) {
      suffix = " [fixed]";
    } else if (active != wanted) {
      suffix = " [requested " + LinkNames.onOff(wanted) + "]";
    }
    out.line("%s: %s%s", name, LinkNames.onOff(active), suffix);
  }

  private static boolean isSet(NetDevice device, String member, int bit) {
    return (device.value().field(member).asLong() >> bit & 1) != 0;
  }

  private static boolean isFixed(Program kernel, int bit) {
    return NEVER_CHANGE.stream().anyMatch(name -> kernel.findEnumerator(name).orElse(-1) == bit);
  }
}
