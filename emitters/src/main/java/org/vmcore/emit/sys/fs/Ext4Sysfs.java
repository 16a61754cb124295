package org.vmcore.emit.sys.fs;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.Ext4Attribute;
import org.vmcore.model.Program;

/** {@code /sys/fs/ext4} as {@code ext4_attr_show()}, {@code fs/ext4/sysfs.c}. */
final class Ext4Sysfs {
  @EmitsMany(path = "sys/fs/ext4/{dev}/{name}", each = Ext4Attributes.class)
  void attribute(Program kernel, Ext4Attribute attribute, Text out) {
    out.raw(
        attribute.text().orElseThrow(() -> new NotReconstructable("a form that is not known"))
            + "\n");
  }
}
