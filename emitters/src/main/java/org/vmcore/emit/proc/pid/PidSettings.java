package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.lsm.AppArmor;
import org.vmcore.kernel.mm.MmFlags;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Small settings of a process, {@code fs/proc/base.c}. */
final class PidSettings {
  /** {@code proc_loginuid_read()}: without a newline. */
  @EmitsMany(path = "proc/{pid}/loginuid", each = Pids.class, needs = "struct task_struct.loginuid")
  void loginuid(Program kernel, Task task, Text out) {
    out.print("%u", task.value().at("loginuid.val").asLong());
  }

  /** {@code proc_sessionid_read()}: without a newline. */
  @EmitsMany(
      path = "proc/{pid}/sessionid",
      each = Pids.class,
      needs = "struct task_struct.sessionid")
  void sessionid(Program kernel, Task task, Text out) {
    out.print("%u", task.value().field("sessionid").asLong());
  }

  /** {@code proc_pid_personality()}. */
  @EmitsMany(path = "proc/{pid}/personality", each = Pids.class)
  void personality(Program kernel, Task task, Text out) {
    out.line("%08x", task.value().field("personality").asLong() & 0xffffffffL);
  }

  /** {@code proc_coredump_filter_read()}: nothing for tasks without memory of their own. */
  @EmitsMany(path = "proc/{pid}/coredump_filter", each = Pids.class, needs = "core_pattern")
  void coredumpFilter(Program kernel, Task task, Text out) {
    task.userMm().ifPresent(mm -> out.line("%08lx", MmFlags.of(mm).dumpFilter()));
  }

  /** {@code proc_pid_patch_state()}: of a live patch that is being applied. */
  @EmitsMany(
      path = "proc/{pid}/patch_state",
      each = Pids.class,
      needs = "struct task_struct.patch_state")
  void patchState(Program kernel, Task task, Text out) {
    out.line("%d", task.value().field("patch_state").asInt());
  }

  /** {@code timerslack_ns_show()}. */
  @EmitsMany(path = "proc/{pid}/timerslack_ns", each = Pids.class)
  void timerSlack(Program kernel, Task task, Text out) {
    out.line("%lu", task.value().field("timer_slack_ns").asLong());
  }

  /** {@code proc_sched_autogroup_show_task()}, {@code kernel/sched/autogroup.c}. */
  @EmitsMany(
      path = "proc/{pid}/autogroup",
      each = Pids.class,
      needs = "struct signal_struct.autogroup")
  void autogroup(Program kernel, Task task, Text out) {
    Value group = task.signal().field("autogroup");
    if (!group.isNull() && !group.field("tg").field("autogroup").isNull()) {
      out.line("/autogroup-%ld nice %d", group.field("id").asLong(), group.field("nice").asLong());
    }
  }

  /** {@code apparmor_getprocattr()}, {@code security/apparmor/lsm.c}. */
  @EmitsMany(path = "proc/{pid}/attr/current", each = Pids.class, needs = "apparmor_initialized")
  void label(Program kernel, Task task, Text out) {
    if (AppArmor.isActive(kernel)) {
      out.raw(AppArmor.current(task) + "\n");
    } else {
      out.partial("the labels of security modules other than AppArmor");
    }
  }

  @EmitsMany(
      path = "proc/{pid}/attr/apparmor/current",
      each = Pids.class,
      needs = {"apparmor_initialized", "struct aa_label"})
  void appArmorLabel(Program kernel, Task task, Text out) {
    label(kernel, task, out);
  }
}
