package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.ipc.SysvIpc;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/sysvipc}, {@code ipc/shm.c}, {@code sem.c} and {@code msg.c}. */
final class SysvIpcFiles {
  /** {@code sysvipc_shm_proc_show()}. */
  @Emits(value = "proc/sysvipc/shm", needs = "struct shmid_kernel")
  void shm(Program kernel, Text out) {
    out.print("       key      shmid perms                  size  cpid  lpid nattch   uid   gid");
    out.print("  cuid  cgid      atime      dtime      ctime                   rss");
    out.line("                  swap");
    for (Value segment : SysvIpc.segments(kernel)) {
      key(segment.field("shm_perm"), out);
      out.print(
          " %21lu %5u %5u  %5lu",
          segment.field("shm_segsz").asLong(),
          SysvIpc.pid(segment.field("shm_cprid")),
          SysvIpc.pid(segment.field("shm_lprid")),
          segment.field("shm_nattch").asLong());
      owners(segment.field("shm_perm"), out);
      times(segment, out, "shm_atim", "shm_dtim", "shm_ctim");
      SysvIpc.Pages pages = SysvIpc.Pages.of(segment);
      out.line(
          " %21lu %21lu",
          pages.resident() << kernel.pageShift(), pages.swapped() << kernel.pageShift());
    }
  }

  /** {@code sysvipc_sem_proc_show()}. */
  @Emits(value = "proc/sysvipc/sem", needs = "struct sem_array")
  void sem(Program kernel, Text out) {
    out.print("       key      semid perms      nsems   uid   gid  cuid  cgid      otime");
    out.line("      ctime");
    for (Value array : SysvIpc.semaphores(kernel)) {
      key(array.field("sem_perm"), out);
      out.print(" %10u", array.field("sem_nsems").asLong());
      owners(array.field("sem_perm"), out);
      out.print(" %10lu", SysvIpc.operationTime(array));
      times(array, out, "sem_ctime");
      out.append('\n');
    }
  }

  /** {@code sysvipc_msg_proc_show()}. */
  @Emits(value = "proc/sysvipc/msg", needs = "struct msg_queue")
  void msg(Program kernel, Text out) {
    out.print("       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid");
    out.line("  cuid  cgid      stime      rtime      ctime");
    for (Value queue : SysvIpc.queues(kernel)) {
      key(queue.field("q_perm"), out);
      out.print(
          "  %10lu %10lu %5u %5u",
          queue.field("q_cbytes").asLong(),
          queue.field("q_qnum").asLong(),
          SysvIpc.pid(queue.field("q_lspid")),
          SysvIpc.pid(queue.field("q_lrpid")));
      owners(queue.field("q_perm"), out);
      times(queue, out, "q_stime", "q_rtime", "q_ctime");
      out.append('\n');
    }
  }

  private static void key(Value permissions, Text out) {
    out.print(
        "%10d %10d  %4o",
        permissions.field("key").asLong(),
        permissions.field("id").asLong(),
        permissions.field("mode").asLong());
  }

  private static void owners(Value permissions, Text out) {
    for (String member : new String[] {"uid", "gid", "cuid", "cgid"}) {
      out.print(" %5u", permissions.field(member).field("val").asLong());
    }
  }

  private static void times(Value object, Text out, String... members) {
    for (String member : members) {
      out.print(" %10lu", object.field(member).asLong());
    }
  }
}
