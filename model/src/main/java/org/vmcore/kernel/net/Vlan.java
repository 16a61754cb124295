package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Value;

/**
 * A VLAN device, {@code include/linux/if_vlan.h}.
 *
 * @param own its {@code struct vlan_dev_priv}
 */
public record Vlan(NetDevice device, Value own) {
  private static final int VLAN_FLAG_REORDER_HDR = 1; // include/uapi/linux/if_vlan.h

  /** Those of the devices that are VLANs, in their order: {@code is_vlan_dev()}. */
  public static List<Vlan> in(List<NetDevice> devices) {
    return devices.stream()
        .filter(Vlan::isVlan)
        .map(device -> new Vlan(device, device.priv("struct vlan_dev_priv")))
        .toList();
  }

  private static boolean isVlan(NetDevice device) {
    long flag = device.value().program().enumerator("IFF_802_1Q_VLAN");
    return (device.value().field("priv_flags").asLong() & flag) != 0;
  }

  public int id() {
    return own.field("vlan_id").asInt();
  }

  /** The device that it runs on. */
  public NetDevice realDevice() {
    return NetDevice.of(own.field("real_dev"));
  }

  public boolean reordersHeader() {
    return (own.field("flags").asLong() & VLAN_FLAG_REORDER_HDR) != 0;
  }

  /** {@code priv_flags} as far as they are shown: 16 bits while they were an {@code int}. */
  public long shownPrivateFlags() {
    Value flags = device.value().field("priv_flags");
    boolean whole = device.value().has("lltx") || flags.type().sizeBytes() > Integer.BYTES;
    return whole ? flags.asLong() : flags.asLong() & 0xffff;
  }

  public long ingressPriority(int priority) {
    return own.field("ingress_priority_map").index(priority).asLong();
  }

  /** {@code struct vlan_priority_tci_mapping}s by hash bucket. */
  public List<Value> egressMappings() {
    List<Value> mappings = new ArrayList<>();
    for (Value bucket : own.field("egress_priority_map").elements()) {
      mappings.addAll(PointerChain.of(bucket, "next"));
    }
    return mappings;
  }
}
