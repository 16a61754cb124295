package org.vmcore.emit.sys.fs;

import java.util.List;
import java.util.OptionalLong;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /sys/fs/ext4/features}: what this build of ext4 can do, {@code fs/ext4/sysfs.c}. */
final class Ext4Features {
  /** The features by name. */
  @Enumerates("name")
  public static final class Features implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      OptionalLong variable = kernel.findAddress("ext4_feat");
      if (variable.isEmpty()) {
        return List.of();
      }
      Value kobject = kernel.object("struct kobject *", variable.getAsLong());
      if (kobject.isNull()) {
        return List.of();
      }
      return KernfsNode.ofKobject(kobject).map(KernfsNode::children).orElse(List.of()).stream()
          .map(KernfsNode::name)
          .sorted()
          .map(name -> Key.of(name, name))
          .toList();
    }
  }

  @EmitsMany(path = "sys/fs/ext4/features/{name}", each = Features.class)
  void feature(Program kernel, String name, Text out) {
    out.line("supported");
  }
}
