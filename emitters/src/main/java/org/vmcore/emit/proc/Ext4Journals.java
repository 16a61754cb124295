package org.vmcore.emit.proc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
      journal(superBlock)
          .ifPresent(found -> keys.add(Key.of(found.field("j_devname").asString(), found)));
    }
    keys.sort(Comparator.comparing(key -> key.names().get(0)));
    return keys;
  }

  /** None of a module without types, or of a file system that went away. */
  private static Optional<Value> journal(SuperBlock superBlock) {
    try {
      Value journal = superBlock.fsInfo("struct ext4_sb_info").field("s_journal");
      return journal.isNull() ? Optional.empty() : Optional.of(journal.deref());
    } catch (NoSuchType | MemoryFault unknown) {
      return Optional.empty();
    }
  }
}
