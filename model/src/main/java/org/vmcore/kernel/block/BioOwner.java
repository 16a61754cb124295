package org.vmcore.kernel.block;

import java.util.Optional;
import org.vmcore.kernel.fs.DeviceNumber;
import org.vmcore.model.Value;

/** Whose data a bio carries: the file that its first page is of. */
public final class BioOwner {
  private static final long PAGE_MAPPING_FLAGS = 3; // include/linux/page-flags.h: no file's page

  private BioOwner() {}

  /**
   * {@code "254:0 inode 12"}: file system and number of the file; empty for what is no file's.
   *
   * @param bio a {@code struct bio}
   */
  public static Optional<String> of(Value bio) {
    Value vector = bio.field("bi_io_vec");
    if (vector.isNull() || bio.field("bi_vcnt").asLong() == 0) {
      return Optional.empty();
    }
    Value page = vector.index(0).field("bv_page");
    if (page.isNull()) {
      return Optional.empty();
    }
    Value mapping = page.field("mapping");
    if (mapping.isNull() || (mapping.asLong() & PAGE_MAPPING_FLAGS) != 0) {
      return Optional.empty();
    }
    Value inode = mapping.field("host");
    if (inode.isNull()) {
      return Optional.empty();
    }
    String number = Long.toUnsignedString(inode.field("i_ino").asLong());
    return Optional.of(DeviceNumber.of(inode.at("i_sb->s_dev")) + " inode " + number);
  }
}
