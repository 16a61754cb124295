package org.vmcore.emit.sys.fs;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.fs.Ext4Attribute;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.fs.SuperBlocks;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;

/** Attributes of file systems of the ext4 code, by device and name. */
@Enumerates({"dev", "name"})
public final class Ext4Attributes implements Enumerator<Ext4Attribute> {
  @Override
  public List<Key<Ext4Attribute>> keys(Program kernel) {
    List<Key<Ext4Attribute>> keys = new ArrayList<>();
    for (SuperBlock superBlock : SuperBlocks.ext4(kernel)) {
      for (Ext4Attribute attribute : attributes(superBlock)) {
        keys.add(Key.of(superBlock.id(), attribute.name(), attribute));
      }
    }
    return keys;
  }

  private static List<Ext4Attribute> attributes(SuperBlock superBlock) {
    try {
      return Ext4Attribute.of(superBlock);
    } catch (NoSuchType | MemoryFault | Malformed unknown) {
      return List.of(); // a module without types, or a file system that went away
    }
  }
}
