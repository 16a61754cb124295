package org.vmcore.kernel.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * What a lock belongs to: a variable of the kernel, a file system, an inode, the memory of a
 * process. Immutable.
 */
public final class LockNames {
  private final Program kernel;
  private final Map<Long, Value> superBlocks = new HashMap<>();
  private final List<Named> members = new ArrayList<>();

  /** Memory and what it is. */
  private record Named(long begin, long sizeBytes, String name) {
    boolean holds(long address) {
      return Long.compareUnsigned(address - begin, sizeBytes) < 0;
    }
  }

  private LockNames(Program kernel) {
    this.kernel = kernel;
    try {
      addSuperBlocks();
    } catch (MemoryFault | Malformed damaged) {
      members.clear(); // a name may be missing, not a lock
    }
    for (Task process : Tasks.of(kernel).processes()) {
      process
          .userMm()
          .ifPresent(
              mm -> {
                add(mm, "mmap_lock", "mmap_lock of " + TaskText.of(process));
                add(mm, "mmap_sem", "mmap_sem of " + TaskText.of(process));
              });
    }
  }

  public static LockNames of(Program kernel) {
    return kernel.computed(LockNames.class, LockNames::new);
  }

  private void addSuperBlocks() {
    for (Value superBlock :
        ListHead.forEachEntry(kernel.symbol("super_blocks"), "struct super_block", "s_list")) {
      superBlocks.put(superBlock.address(), superBlock);
      add(superBlock, "s_umount", "s_umount of " + text(superBlock));
      add(superBlock, "s_writers", "s_writers of " + text(superBlock));
      add(superBlock, "s_vfs_rename_mutex", "s_vfs_rename_mutex of " + text(superBlock));
    }
  }

  private void add(Value struct, String member, String name) {
    if (struct.has(member)) {
      Value value = struct.field(member);
      members.add(new Named(value.address(), value.type().sizeBytes(), name));
    }
  }

  private static String text(Value superBlock) {
    String type = superBlock.field("s_type").field("name").asString();
    return type + " on " + superBlock.field("s_id").asString();
  }

  /** In words: {@code s_umount of ext4 on vda1}; empty when nothing tells. */
  public String of(long address) {
    Optional<SymbolAt> variable =
        kernel.symbolAt(address).filter(s -> s.offsetBytes() < s.sizeBytes());
    if (variable.isPresent()) {
      return variable.get().name();
    }
    for (Named named : members) {
      if (named.holds(address)) {
        return named.name();
      }
    }
    return inode(address);
  }

  /** An inode's lock has an inode around it: its superblock is one of those in use. */
  private String inode(long address) {
    if (!kernel.hasMember("struct inode", "i_rwsem")) {
      return "";
    }
    try {
      Value inode =
          kernel.object("struct inode", address - kernel.offsetOf("struct inode", "i_rwsem"));
      Value superBlock = superBlocks.get(inode.field("i_sb").asLong());
      return superBlock == null
          ? ""
          : "i_rwsem of inode " + inode.field("i_ino").asLong() + " of " + text(superBlock);
    } catch (MemoryFault fault) {
      return "";
    }
  }
}
