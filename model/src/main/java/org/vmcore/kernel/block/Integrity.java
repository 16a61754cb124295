package org.vmcore.kernel.block;

import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Checksums that go with the data of a disk, {@code struct blk_integrity}: of the queue, since 6.11
 * of its limits.
 *
 * @param value the {@code struct blk_integrity}
 */
public record Integrity(Value value) {
  private static final int VERIFY = 1; // enum blk_integrity_flags before 6.11
  private static final int GENERATE = 2;

  public static Integrity of(Disk disk) {
    return new Integrity(
        MemberVariants.first(disk.queue().value(), "limits.integrity", "integrity"));
  }

  private long flags() {
    return value.field("flags").asLong();
  }

  private boolean is(String enumerator) {
    return (flags() & value.program().findEnumerator(enumerator).orElse(0)) != 0;
  }

  private boolean hasProfile() {
    return value.has("profile");
  }

  /** {@code format_show()}: kind of the checksums. */
  public String format() {
    if (hasProfile()) {
      Value profile = value.field("profile");
      return profile.isNull() || profile.field("name").isNull()
          ? "none"
          : profile.field("name").asString();
    }
    return MemberVariants.first(value, "metadata_size", "tuple_size").asLong() == 0
        ? "none"
        : kind();
  }

  /** {@code blk_integrity_profile_name()}. */
  private String kind() {
    Program kernel = value.program();
    String type = is("BLK_INTEGRITY_REF_TAG") ? "TYPE1" : "TYPE3";
    long checksum = value.field("csum_type").asLong();
    if (checksum == kernel.enumerator("BLK_INTEGRITY_CSUM_IP")) {
      return "T10-DIF-" + type + "-IP";
    }
    if (checksum == kernel.enumerator("BLK_INTEGRITY_CSUM_CRC")) {
      return "T10-DIF-" + type + "-CRC";
    }
    return checksum == kernel.enumerator("BLK_INTEGRITY_CSUM_CRC64")
        ? "EXT-DIF-" + type + "-CRC64"
        : "nop";
  }

  public boolean verifiesReads() {
    return hasProfile() ? (flags() & VERIFY) != 0 : !is("BLK_INTEGRITY_NOVERIFY");
  }

  public boolean generatesForWrites() {
    return hasProfile() ? (flags() & GENERATE) != 0 : !is("BLK_INTEGRITY_NOGENERATE");
  }

  /** Whether the device itself takes part. */
  public boolean isDeviceCapable() {
    return is("BLK_INTEGRITY_DEVICE_CAPABLE");
  }

  public long tagSizeBytes() {
    return value.field("tag_size").asLong();
  }

  /** How many bytes of data each checksum is for. */
  public long intervalBytes() {
    long exponent = value.field("interval_exp").asLong();
    return exponent == 0 ? 0 : 1L << exponent;
  }
}
