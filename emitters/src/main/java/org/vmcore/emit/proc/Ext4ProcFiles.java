package org.vmcore.emit.proc;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.fs.options.Ext4Options;
import org.vmcore.kernel.fs.options.OptionText;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/fs/ext4} and {@code /proc/fs/jbd2}. */
final class Ext4ProcFiles {
  private static final int NSEC_PER_USEC = 1000;

  /** {@code ext4_seq_options_show()}, {@code fs/ext4/super.c}: an option on each line. */
  @EmitsMany(path = "proc/fs/ext4/{dev}/options", each = Ext4Filesystems.class)
  void options(Program kernel, SuperBlock superBlock, Text out) {
    OptionText options = Ext4Options.all(superBlock);
    out.raw((superBlock.isReadOnly() ? "ro" : "rw") + options.text() + "\n");
    options.missing().forEach(out::partial);
  }

  /** {@code jbd2_seq_info_show()}, {@code fs/jbd2/journal.c}: averages since the mount. */
  @EmitsMany(path = "proc/fs/jbd2/{dev}/info", each = Ext4Journals.class)
  void journal(Program kernel, Value journal, Text out) {
    Value stats = journal.field("j_stats");
    Value run = stats.field("run");
    long transactions = stats.field("ts_tid").asLong();
    long requested = stats.field("ts_requested").asLong();
    out.line(
        "%lu transactions (%lu requested), each up to %u blocks",
        transactions, requested, journal.field("j_max_transaction_buffers").asLong());
    if (transactions == 0) {
      return;
    }
    out.line("average: ");
    milliseconds(run, "rs_wait", transactions, "waiting for transaction", out);
    milliseconds(run, "rs_request_delay", requested, "request delay", out);
    milliseconds(run, "rs_running", transactions, "running transaction", out);
    milliseconds(run, "rs_locked", transactions, "transaction was being locked", out);
    milliseconds(run, "rs_flushing", transactions, "flushing data (in ordered mode)", out);
    milliseconds(run, "rs_logging", transactions, "logging transaction", out);
    long commitNs = journal.field("j_average_commit_time").asLong();
    out.line("  %luus average transaction commit time", commitNs / NSEC_PER_USEC);
    out.line("  %lu handles per transaction", count(run, "rs_handle_count") / transactions);
    out.line("  %lu blocks per transaction", count(run, "rs_blocks") / transactions);
    out.line("  %lu logged blocks per transaction", count(run, "rs_blocks_logged") / transactions);
  }

  private static void milliseconds(Value run, String member, long of, String what, Text out) {
    long jiffies = of == 0 ? 0 : run.field(member).asLong() / of;
    out.line("  %ums %s", Hz.jiffiesToMsecs(run.program(), jiffies), what);
  }

  private static long count(Value run, String member) {
    return run.field(member).asLong() & 0xffffffffL;
  }
}
