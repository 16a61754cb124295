package org.vmcore.emit.proc;

import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.fs.SuperBlocks;
import org.vmcore.model.Program;

/** File systems of the ext4 code by the name of their device. */
@Enumerates("dev")
public final class Ext4Filesystems implements Enumerator<SuperBlock> {
  @Override
  public List<Key<SuperBlock>> keys(Program kernel) {
    return SuperBlocks.ext4(kernel).stream()
        .map(superBlock -> Key.of(superBlock.id(), superBlock))
        .toList();
  }
}
