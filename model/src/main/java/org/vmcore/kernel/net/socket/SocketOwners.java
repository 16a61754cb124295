package org.vmcore.kernel.net.socket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Which processes have a socket open, by the number of its inode. Immutable. */
public final class SocketOwners {
  private static final int S_IFMT = 0170000; // include/uapi/linux/stat.h
  private static final int S_IFSOCK = 0140000;

  /** An open file that is a socket. */
  public record Owner(Task process, int fd) {}

  private final Map<Long, List<Owner>> byInode;
  private final boolean isComplete;

  private SocketOwners(Map<Long, List<Owner>> byInode, boolean isComplete) {
    this.byInode = byInode;
    this.isComplete = isComplete;
  }

  public static SocketOwners of(Program kernel) {
    return kernel.computed(SocketOwners.class, SocketOwners::find);
  }

  private static SocketOwners find(Program kernel) {
    Map<Long, List<Owner>> byInode = new HashMap<>();
    boolean isComplete = true;
    for (Task process : Tasks.of(kernel).processes()) {
      try {
        addOf(process, byInode);
      } catch (MemoryFault | Malformed damaged) {
        isComplete = false;
      }
    }
    return new SocketOwners(byInode, isComplete);
  }

  private static void addOf(Task process, Map<Long, List<Owner>> byInode) {
    Optional<Value> files = process.files();
    if (files.isEmpty()) {
      return;
    }
    for (OpenFile file : OpenFile.of(files.get())) {
      Value inode = file.inode();
      if ((inode.field("i_mode").asInt() & S_IFMT) == S_IFSOCK) {
        long number = inode.field("i_ino").asLong();
        byInode.computeIfAbsent(number, n -> new ArrayList<>()).add(new Owner(process, file.fd()));
      }
    }
  }

  /** Owners by pid, then by number of the file; none of inode 0. */
  public List<Owner> of(long inode) {
    return inode == 0 ? List.of() : byInode.getOrDefault(inode, List.of());
  }

  /** Whether the files of all processes could be read. */
  public boolean isComplete() {
    return isComplete;
  }
}
