package org.vmcore.emit.commands.sysvipc;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.ipc.SysvIpc;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ipcs} of util-linux, all objects and totals; users other than root are numbers. */
final class Ipcs {
  private static final int SHM_DEST = 01000; // include/linux/shm.h
  private static final int SHM_LOCKED = 02000;
  private static final int PERMISSIONS = 0777;

  @Emits(value = "sos_commands/sysvipc/ipcs", needs = "struct shmid_kernel")
  void all(Program kernel, Text out) {
    out.line("\n------ Message Queues --------");
    head(out, "key", "msqid", "owner", "perms");
    out.line("%-12s %-12s", "used-bytes", "messages");
    for (Value queue : SysvIpc.queues(kernel)) {
      object(queue.field("q_perm"), out);
      out.line("%-12lu %-12lu", queue.field("q_cbytes").asLong(), queue.field("q_qnum").asLong());
    }
    out.line("\n------ Shared Memory Segments --------");
    head(out, "key", "shmid", "owner", "perms");
    out.line("%-10s %-10s %-12s", "bytes", "nattch", "status");
    for (Value segment : SysvIpc.segments(kernel)) {
      object(segment.field("shm_perm"), out);
      long mode = segment.at("shm_perm.mode").asLong();
      out.line(
          "%-10lu %-10lu %-6s %-6s",
          segment.field("shm_segsz").asLong(),
          segment.field("shm_nattch").asLong(),
          (mode & SHM_DEST) != 0 ? "dest" : "",
          (mode & SHM_LOCKED) != 0 ? "locked" : "");
    }
    out.line("\n------ Semaphore Arrays --------");
    head(out, "key", "semid", "owner", "perms");
    out.line("%-10s", "nsems");
    for (Value array : SysvIpc.semaphores(kernel)) {
      object(array.field("sem_perm"), out);
      out.line("%-10u", array.field("sem_nsems").asLong());
    }
    out.append('\n');
  }

  private static void head(Text out, String... names) {
    for (String name : names) {
      out.print("%-10s ", name);
    }
  }

  private static void object(Value permissions, Text out) {
    long uid = permissions.field("uid").field("val").asLong();
    out.print(
        "0x%08x %-10d %-10s %-10o ",
        permissions.field("key").asLong(),
        permissions.field("id").asLong(),
        uid == 0 ? "root" : Long.toString(uid),
        permissions.field("mode").asLong() & PERMISSIONS);
  }

  @Emits(value = "sos_commands/sysvipc/ipcs_-u", needs = "struct shmid_kernel")
  void totals(Program kernel, Text out) {
    var queues = SysvIpc.queues(kernel);
    out.line("\n------ Messages Status --------");
    out.line("allocated queues = %d", queues.size());
    out.line("used headers = %d", sum(queues, "q_qnum"));
    out.line("used space = %d bytes", sum(queues, "q_cbytes"));
    segments(kernel, out);
    var arrays = SysvIpc.semaphores(kernel);
    out.line("\n------ Semaphore Status --------");
    out.line("used arrays = %d", arrays.size());
    out.line("allocated semaphores = %d", sum(arrays, "sem_nsems"));
    out.append('\n');
  }

  private static void segments(Program kernel, Text out) {
    long total = 0;
    long resident = 0;
    long swapped = 0;
    var segments = SysvIpc.segments(kernel);
    for (Value segment : segments) {
      long bytes = segment.field("shm_segsz").asLong();
      total += bytes + kernel.pageSizeBytes() - 1 >> kernel.pageShift();
      resident += SysvIpc.Pages.of(segment).resident();
      swapped += SysvIpc.Pages.of(segment).swapped();
    }
    out.line("\n------ Shared Memory Status --------");
    out.line("segments allocated %d", segments.size());
    out.line("pages allocated %d", total);
    out.line("pages resident  %d", resident);
    out.line("pages swapped   %d", swapped);
    out.line("Swap performance: 0 attempts\t 0 successes"); // the kernel counts none any more
  }

  private static long sum(List<Value> objects, String member) {
    return objects.stream().mapToLong(object -> object.field(member).asLong()).sum();
  }
}
