package org.vmcore.emit.proc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.fs.SuperBlocks;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Journals ({@code struct journal_s}) of ext4 by name: {@code vda-8}. */
@Enumerates("dev")
public final class Ext4Journals implements Enumerator<Value> {
  @Override
  public List<Key<Value>> keys(Program kernel) {
    List<Key<Value>> keys = new ArrayList<>();
    for (SuperBlock superBlock : SuperBlocks.ext4(kernel)) {
      try {
        Value journal = superBlock.fsInfo("struct ext4_sb_info").field("s_journal");
        if (!journal.isNull()) {
          keys.add(Key.of(journal.field("j_devname").asString(), journal.deref()));
        }
      } catch (NoSuchType | MemoryFault unknown) {
        continue; // a module without types, or a file system that went away
      }
    }
    keys.sort(Comparator.comparing(key -> key.names().get(0)));
    return keys;
  }
}
