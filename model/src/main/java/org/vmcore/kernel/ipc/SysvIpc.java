package org.vmcore.kernel.ipc;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.kernel.tree.Idr;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The objects of pid 1's {@code struct ipc_namespace}, {@code ipc/}, by their place in it. */
public final class SysvIpc {
  private static final int IPC_SEM_IDS = 0; // ipc/util.h
  private static final int IPC_MSG_IDS = 1;
  private static final int IPC_SHM_IDS = 2;
  private static final int MAX_SEMAPHORES = 1 << 20;

  private SysvIpc() {}

  /** {@code struct shmid_kernel}s. */
  public static List<Value> segments(Program kernel) {
    return objects(kernel, IPC_SHM_IDS, "struct shmid_kernel", "shm_perm");
  }

  /** {@code struct sem_array}s. */
  public static List<Value> semaphores(Program kernel) {
    return objects(kernel, IPC_SEM_IDS, "struct sem_array", "sem_perm");
  }

  /** {@code struct msg_queue}s. */
  public static List<Value> queues(Program kernel) {
    return objects(kernel, IPC_MSG_IDS, "struct msg_queue", "q_perm");
  }

  private static List<Value> objects(Program kernel, int kind, String type, String member) {
    Optional<Value> namespace =
        Tasks.of(kernel)
            .byPid(1)
            .flatMap(Task::nsproxy)
            .map(proxy -> proxy.field("ipc_ns"))
            .filter(pointer -> !pointer.isNull());
    if (namespace.isEmpty()) {
      return List.of();
    }
    return Idr.entries(namespace.get().field("ids").index(kind).field("ipcs_idr")).stream()
        .map(slot -> slot.as("struct kern_ipc_perm").containerOf(type, member))
        .toList();
  }

  /** {@code pid_nr_ns()} for the first namespace, 0 without one; plain numbers before 4.17. */
  public static long pid(Value pid) {
    if (pid.type().resolved().sizeBytes() != Long.BYTES) {
      return pid.asLong();
    }
    return pid.isNull() ? 0 : pid.field("numbers").index(0).field("nr").asLong();
  }

  /** {@code get_semotime()}: the last operation on any of an array's semaphores. */
  public static long operationTime(Value array) {
    long count = array.field("sem_nsems").asLong();
    if (count < 0 || count > MAX_SEMAPHORES) {
      throw new Malformed("absurd number " + count, "struct sem_array", array.address());
    }
    return array.field("sems").elements(count).stream()
        .mapToLong(semaphore -> semaphore.field("sem_otime").asLong())
        .max()
        .orElse(0);
  }

  /** Pages of a segment in memory and in swap: {@code shm_add_rss_swap()}, {@code ipc/shm.c}. */
  public record Pages(long resident, long swapped) {
    public static Pages of(Value segment) {
      Value inode = segment.field("shm_file").field("f_inode").deref();
      long pages = inode.field("i_mapping").field("nrpages").asLong();
      SuperBlock superBlock = new SuperBlock(inode.field("i_sb"));
      if (superBlock.typeName().equals("hugetlbfs")) {
        Value info = superBlock.fsInfo("struct hugetlbfs_sb_info");
        return new Pages(pages << info.field("hstate").field("order").asInt(), 0);
      }
      Value info = inode.containerOf("struct shmem_inode_info", "vfs_inode");
      return new Pages(pages, info.field("swapped").asLong());
    }
  }
}
