package org.vmcore.kernel.mm;

import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.DeviceNumber;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Names of a file system's inodes, by the first name in use.
 *
 * @param place where the file system is mounted; empty for one that no program sees
 */
public record FileNames(SuperBlock superBlock, String place) {
  /** The name, else type and number. */
  public String of(Value inode) {
    String type = superBlock.typeName();
    if (type.equals("bdev")) {
      return "block device " + DeviceNumber.of(inode.field("i_rdev"));
    }
    Value first = inode.at("i_dentry.first");
    if (first.isNull()) {
      return type + " inode " + Long.toUnsignedString(inode.field("i_ino").asLong());
    }
    Program kernel = inode.program();
    String link = kernel.hasMember("struct dentry", "d_u.d_alias") ? "d_u.d_alias" : "d_alias";
    String within = DPath.withinFileSystem(first.containerOf("struct dentry", link));
    if (place.isEmpty()) {
      return type + ":" + within;
    }
    return place.equals("/") ? within : place + within;
  }
}
