package org.vmcore.emit.commands.process;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.process.PsColumn.Rows;
import org.vmcore.model.Program;

/** {@code ps} of procps 4 in the forms that support asks for; users keep their numbers. */
final class Ps {
  private static final String DIRECTORY = "sos_commands/process/";
  private static final int WCHAN_WIDTH = 6;

  @Emits(DIRECTORY + "ps_auxwwwm")
  void auxm(Program kernel, Text out) {
    PsTasks tasks = PsTasks.of(kernel);
    PsTable table = new PsTable(userColumns(new PsColumns(kernel)), out);
    table.heads();
    int process = 0;
    for (PsTask thread : tasks.threads()) {
      if (thread.pid() != process) {
        process = thread.pid();
        table.row(thread, Rows.PROCESSES);
      }
      table.row(thread, Rows.THREADS);
    }
    tasks.tellMissing(out);
  }

  @Emits(DIRECTORY + "ps_auxfwww")
  void auxf(Program kernel, Text out) {
    PsTasks tasks = PsTasks.of(kernel);
    PsTable table = new PsTable(userColumns(new PsColumns(kernel)), out);
    table.heads();
    new PsForest(tasks.processes()).show(table);
    tasks.tellMissing(out);
  }

  /** {@code OL_u}, the columns of {@code ps u}. */
  private static List<PsColumn> userColumns(PsColumns all) {
    return List.of(
        all.user("USER"),
        all.pid(),
        all.pcpu(),
        all.pmem(),
        all.vsz(),
        all.rss(),
        all.tty("TTY"),
        all.stat(),
        all.startTime("START"),
        all.bsdtime(),
        all.args("COMMAND"));
  }

  @Emits(DIRECTORY + "ps_alxwww")
  void alx(Program kernel, Text out) {
    PsColumns all = new PsColumns(kernel);
    List<PsColumn> columns =
        List.of(
            all.flags(),
            all.uid(),
            all.pid(),
            all.ppid(),
            all.priority(),
            all.nice(),
            all.vsz(),
            all.rss(),
            all.wchan(WCHAN_WIDTH),
            all.stat(),
            all.tty("TTY"),
            all.bsdtime(),
            all.args("COMMAND"));
    show(PsTasks.of(kernel).processes(), columns, out);
    PsTasks.of(kernel).tellMissing(out);
  }

  @Emits(DIRECTORY + "ps_-elfL")
  void elfL(Program kernel, Text out) {
    PsColumns all = new PsColumns(kernel);
    List<PsColumn> columns =
        List.of(
            all.flags(),
            all.s(),
            all.user("UID"),
            all.pid(),
            all.ppid(),
            all.lwp(),
            all.c(),
            all.nlwp(),
            all.opri(),
            all.nice(),
            all.addr(false),
            all.sz(),
            all.wchan(WCHAN_WIDTH),
            all.startTime("STIME"),
            all.tty("TTY"),
            all.time(),
            all.args("CMD"));
    show(PsTasks.of(kernel).threads(), columns, out);
    PsTasks.of(kernel).tellMissing(out);
  }

  @Emits(DIRECTORY + "ps_axo_pid_ppid_user_group_lwp_nlwp_start_time_comm_cgroup")
  void axoCgroup(Program kernel, Text out) {
    PsColumns all = new PsColumns(kernel);
    List<PsColumn> columns =
        List.of(
            all.pid(),
            all.ppid(),
            all.user("USER"),
            all.group(),
            all.lwp(),
            all.nlwp(),
            all.startTime("START"),
            all.comm(),
            all.cgroup());
    show(PsTasks.of(kernel).processes(), columns, out);
    PsTasks.of(kernel).tellLost(out);
  }

  @Emits(
      DIRECTORY
          + "ps_axo_flags_state_uid_pid_ppid_pgid_sid_cls_pri_psr_addr_sz_wchan_20_lstart"
          + "_tty_time_cmd")
  void axoFlags(Program kernel, Text out) {
    PsColumns all = new PsColumns(kernel);
    List<PsColumn> columns =
        List.of(
            all.flags(),
            all.s(),
            all.uid(),
            all.pid(),
            all.ppid(),
            all.pgid(),
            all.sid(),
            all.cls(),
            all.pri(),
            all.psr(),
            all.addr(true),
            all.sz(),
            all.wchan(20),
            all.lstart(),
            all.tty("TT"),
            all.time(),
            all.args("CMD"));
    show(PsTasks.of(kernel).processes(), columns, out);
    PsTasks.of(kernel).tellMissing(out);
  }

  private static void show(List<PsTask> rows, List<PsColumn> columns, Text out) {
    PsTable table = new PsTable(columns, out);
    table.heads();
    rows.forEach(table::row);
  }
}
