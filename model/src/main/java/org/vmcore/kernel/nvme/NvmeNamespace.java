package org.vmcore.kernel.nvme;

import java.util.Optional;
import org.vmcore.kernel.block.Disk;
import org.vmcore.model.Value;

/**
 * A {@code struct nvme_ns_head}, {@code drivers/nvme/host/nvme.h}: a disk of NVMe, by whatever
 * ways.
 *
 * @param head the {@code struct nvme_ns_head}
 */
public record NvmeNamespace(Value head) {
  /** What this disk is, when it is one of NVMe. */
  public static Optional<NvmeNamespace> of(Disk disk) {
    if (disk.isDrivenBy("open", "nvme_open")) {
      return Optional.of(
          new NvmeNamespace(disk.privateData("struct nvme_ns").field("head").deref()));
    }
    if (disk.isDrivenBy("open", "nvme_ns_head_open")) {
      return Optional.of(new NvmeNamespace(disk.privateData("struct nvme_ns_head")));
    }
    return Optional.empty();
  }

  public long id() {
    return head.field("ns_id").asLong() & 0xffffffffL;
  }

  public NvmeSubsystem subsystem() {
    return new NvmeSubsystem(head.field("subsys").deref());
  }

  /** {@code wwid_show()}: a name that no other namespace has. */
  public String wwid() {
    byte[] uuid = head.at("ids.uuid").bytes();
    byte[] nguid = head.at("ids.nguid").bytes();
    byte[] eui64 = head.at("ids.eui64").bytes();
    if (isSet(uuid)) {
      return "uuid." + uuid(uuid);
    }
    if (isSet(nguid)) {
      return "eui." + hex(nguid, nguid.length);
    }
    if (isSet(eui64)) {
      return "eui." + hex(eui64, eui64.length);
    }
    Value subsystem = subsystem().value();
    return "nvme."
        + fourDigits(subsystem.field("vendor_id").asLong())
        + "-"
        + trimmed(subsystem.field("serial").bytes())
        + "-"
        + trimmed(subsystem.field("model").bytes())
        + "-"
        + leadingZeros(Long.toHexString(id()), 8);
  }

  private static boolean isSet(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return true;
      }
    }
    return false;
  }

  private static String hex(byte[] bytes, int length) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < length; i++) {
      hex.append(leadingZeros(Integer.toHexString(bytes[i] & 0xff), 2));
    }
    return hex.toString();
  }

  private static String trimmed(byte[] text) {
    int length = text.length;
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == 0)) {
      length--;
    }
    return hex(text, length);
  }

  private static String fourDigits(long number) {
    return leadingZeros(Long.toHexString(number), 4);
  }

  private static String leadingZeros(String digits, int width) {
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static String uuid(byte[] bytes) {
    String hex = hex(bytes, bytes.length);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }
}
