package org.vmcore.kernel.md;

import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * A member of an array, {@code struct md_rdev}, {@code drivers/md/md.h}.
 *
 * @param value the {@code struct md_rdev}
 */
public record MdMember(Value value) {
  /** {@code enum flag_bits}: {@code "In_sync"}. */
  public boolean is(String flag) {
    return (value.field("flags").asLong() >> value.program().enumerator(flag) & 1) != 0;
  }

  /** {@code dev_t} of the device. */
  public long number() {
    return MemberVariants.first(value.field("bdev"), "bd_device.devt", "bd_dev").asLong();
  }

  /** Its number in the superblock. */
  public int descNr() {
    return value.field("desc_nr").asInt();
  }

  /** Its place in the array; negative for a spare. */
  public int raidDisk() {
    return value.field("raid_disk").asInt();
  }

  /** Size of what the array uses of it, in sectors of 512 bytes. */
  public long sectors() {
    return value.field("sectors").asLong();
  }
}
