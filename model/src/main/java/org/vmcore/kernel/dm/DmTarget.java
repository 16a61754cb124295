package org.vmcore.kernel.dm;

import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * A piece of a device, {@code struct dm_target}, {@code include/linux/device-mapper.h}.
 *
 * @param value the {@code struct dm_target}
 */
public record DmTarget(Value value) {
  /** Where it begins on its device, in sectors of 512 bytes. */
  public long begin() {
    return value.field("begin").asLong();
  }

  /** Its length in sectors of 512 bytes. */
  public long length() {
    return value.field("len").asLong();
  }

  /** {@code "linear"}. */
  public String type() {
    return value.at("type->name").asString();
  }

  /** What its type keeps about it, taken as this type. */
  public Value privateData(String type) {
    return value.field("private").cast(type + " *").deref();
  }

  /**
   * The {@code dev_t} of what a {@code struct dm_dev} leads to; a file since 6.9, too.
   *
   * @param device a {@code struct dm_dev}, or a pointer to it
   */
  public static long number(Value device) {
    Value bdev = device.field("bdev");
    return MemberVariants.first(bdev, "bd_device.devt", "bd_dev").asLong();
  }
}
