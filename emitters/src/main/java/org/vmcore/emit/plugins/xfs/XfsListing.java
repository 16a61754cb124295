package org.vmcore.emit.plugins.xfs;

import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.fs.SuperBlocks;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchMember;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Each xfs with the ends of its log as cycle and block, what waits to be written back, and the
 * tasks that wait for room in the log.
 */
final class XfsListing {
  private static final int CYCLE_SHIFT = 32; // CYCLE_LSN(), fs/xfs/libxfs/xfs_log_format.h

  @Emits(value = "plugins/xfs/xfs.txt", needs = "struct xfs_mount")
  void listing(Program kernel, Text out) {
    for (SuperBlock superBlock : SuperBlocks.xfs(kernel)) {
      out.line("%s", superBlock.id());
      try {
        log(superBlock.fsInfo("struct xfs_mount"), out);
      } catch (NoSuchType | NoSuchMember | MemoryFault | Malformed unknown) {
        out.partial("the log of " + superBlock.id() + ": " + unknown.getMessage());
      }
    }
  }

  private static void log(Value mount, Text out) {
    Value log = mount.field("m_log").deref();
    out.line("  log head %s", lsn(head(log)));
    out.line("  log tail %s", lsn(log.at("l_tail_lsn.counter").asLong()));
    Value items = mount.field("m_ail").field("ail_head");
    out.line("  items not written back %d", ListHead.forEachEntry(items, ITEM, "li_ail").size());
    waiters(log.field("l_reserve_head"), "reserve", out);
    waiters(log.field("l_write_head"), "write", out);
  }

  private static final String ITEM = "struct xfs_log_item";

  private static long head(Value log) {
    return log.field("l_curr_cycle").asLong() << CYCLE_SHIFT
        | log.field("l_curr_block").asLong() & 0xffffffffL;
  }

  private static String lsn(long lsn) {
    return (lsn >>> CYCLE_SHIFT) + ":" + (lsn & 0xffffffffL);
  }

  private static void waiters(Value head, String kind, Text out) {
    for (Value ticket :
        ListHead.forEachEntry(head.field("waiters"), "struct xlog_ticket", "t_queue")) {
      Task task = Task.of(ticket.field("t_task"));
      out.line("  waits for %s space: %d %s", kind, task.pid(), task.comm());
    }
  }
}
