package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.StaticKey;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Which share of caches and memory bandwidth a process has, {@code rdtgroup.c} of resctrl. */
final class PidResctrl {
  private static final String GROUP = "struct rdtgroup";

  /** {@code proc_resctrl_show()}. */
  @EmitsMany(
      path = "proc/{pid}/cpu_resctrl_groups",
      each = Pids.class,
      needs = {"proc_resctrl_show", "struct task_struct.closid"})
  void groups(Program kernel, Task task, Text out) {
    if (!isMounted(kernel)) {
      out.raw("res:\nmon:\n");
      return;
    }
    for (Value group :
        ListHead.forEachEntry(kernel.symbol("rdt_all_groups"), GROUP, "rdtgroup_list")) {
      if (isShared(kernel, group) && sameNumber(group, "closid", task, "closid")) {
        boolean isDefault = group.address() == kernel.address("rdtgroup_default");
        out.raw("res:" + (isDefault ? "/" : "") + name(group) + "\nmon:" + monitor(group, task));
        out.append('\n');
        return;
      }
    }
  }

  private static boolean isMounted(Program kernel) {
    return kernel
        .findSymbol("resctrl_mounted") // 6.16+
        .map(Value::asBoolean)
        .orElseGet(() -> StaticKey.isEnabled(kernel, "rdt_enable_key"));
  }

  private static boolean isShared(Program kernel, Value group) {
    long mode = group.field("mode").asLong();
    return mode == kernel.enumerator("RDT_MODE_SHAREABLE")
        || mode == kernel.enumerator("RDT_MODE_EXCLUSIVE");
  }

  private static boolean sameNumber(Value group, String path, Task task, String field) {
    return group.at(path).asLong() == task.value().field(field).asLong();
  }

  private static String monitor(Value group, Task task) {
    for (Value child :
        ListHead.forEachEntry(group.at("mon.crdtgrp_list"), GROUP, "mon.crdtgrp_list")) {
      if (sameNumber(child, "mon.rmid", task, "rmid")) {
        return name(child);
      }
    }
    return "";
  }

  private static String name(Value group) {
    return group.field("kn").field("name").asString();
  }
}
