package org.vmcore.kernel.fs;

import org.vmcore.model.Value;

/** {@code struct dentry}, {@code include/linux/dcache.h}. */
final class Dentries {
  private Dentries() {}

  static Value parent(Value dentry) {
    return dentry.field("d_parent").deref();
  }

  static boolean isRoot(Value dentry) {
    return dentry.field("d_parent").asLong() == dentry.address();
  }

  static String name(Value dentry) {
    return dentry.at("d_name.name").asString();
  }

  /** {@code d_unlinked()}: no longer found by its name. */
  static boolean isUnlinked(Value dentry) {
    return dentry.at("d_hash.pprev").isNull() && !isRoot(dentry);
  }
}
