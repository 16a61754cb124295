package org.vmcore.kernel.scsi;

import java.util.List;
import org.vmcore.kernel.device.Device;
import org.vmcore.model.Value;

/**
 * A {@code struct scsi_disk}, {@code drivers/scsi/sd.h}: what the driver of disks knows of one.
 *
 * @param value the {@code struct scsi_disk}
 */
public record ScsiDisk(Value value) {
  private static final int TYPE_ZBC = 0x14; // include/scsi/scsi_proto.h
  private static final List<String> CACHE_TYPES =
      List.of("write through", "none", "write back", "write back, no read (daft)");
  private static final List<String> PROVISIONING =
      List.of(
          "SD_LBP_FULL", "full",
          "SD_LBP_UNMAP", "unmap",
          "SD_LBP_WS16", "writesame_16",
          "SD_LBP_WS10", "writesame_10",
          "SD_LBP_ZERO", "writesame_zero",
          "SD_LBP_DISABLE", "disabled");
  private static final List<String> ZEROING =
      List.of(
          "SD_ZERO_WRITE", "write",
          "SD_ZERO_WS", "writesame",
          "SD_ZERO_WS16_UNMAP", "writesame_16_unmap",
          "SD_ZERO_WS10_UNMAP", "writesame_10_unmap");

  /**
   * @param device one of the class {@code scsi_disk}; {@code dev} before 5.16
   */
  public static ScsiDisk of(Device device) {
    boolean renamed = device.value().program().hasMember("struct scsi_disk", "disk_dev");
    return new ScsiDisk(
        device.value().containerOf("struct scsi_disk", renamed ? "disk_dev" : "dev"));
  }

  public long number(String member) {
    return value.field(member).asLong();
  }

  private ScsiDevice device() {
    return new ScsiDevice(value.field("device").deref());
  }

  /** A permission, which the device keeps: {@code "allow_restart"}. */
  public boolean allows(String member) {
    return device().value().field(member).asBoolean();
  }

  /** One permission, since 6.6 three. */
  public boolean managesStartStop() {
    return device().value().has("manage_start_stop")
        ? allows("manage_start_stop")
        : allows("manage_system_start_stop")
            && allows("manage_runtime_start_stop")
            && (!device().value().has("manage_shutdown") || allows("manage_shutdown"));
  }

  public String cacheType() {
    return CACHE_TYPES.get((int) (number("RCD") + 2 * number("WCE")));
  }

  public String provisioningMode() {
    return name(number("provisioning_mode"), PROVISIONING);
  }

  public String zeroingMode() {
    return name(number("zeroing_mode"), ZEROING);
  }

  private String name(long number, List<String> names) {
    for (int i = 0; i < names.size(); i += 2) {
      if (value.program().findEnumerator(names.get(i)).orElse(-1) == number) {
        return names.get(i + 1);
      }
    }
    return "";
  }

  public String zonedCapability() {
    if (device().type() == TYPE_ZBC) {
      return "host-managed";
    }
    long zoned = value.has("zoned") ? number("zoned") : 0;
    return zoned == 1 ? "host-aware" : zoned == 2 ? "drive-managed" : "none";
  }

  /**
   * {@code protection_mode_show()}: which checksums go between host and disk ({@code dif}), and
   * which from memory on ({@code dix}).
   */
  public String protectionMode() {
    int type = (int) number("protection_type");
    long capabilities = device().host().value().field("prot_capabilities").asLong();
    boolean dif = type > 0 && (capabilities >> type - 1 & 1) != 0;
    boolean dix = (capabilities >> DIX_TYPE0_BIT + type & 1) != 0;
    if (!dix && (capabilities >> DIX_TYPE0_BIT & 1) != 0) {
      return "dix0";
    }
    return !dif && !dix ? "none" : (dix ? "dix" : "dif") + (dif ? type : 0);
  }

  private static final int DIX_TYPE0_BIT = 3; // enum scsi_host_prot_capabilities
}
