package org.vmcore.emit.commands.kernel;

import java.util.StringJoiner;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.sysctl.SysctlEntry;
import org.vmcore.kernel.sysctl.SysctlTree;
import org.vmcore.kernel.sysctl.SysctlValues;
import org.vmcore.kernel.sysctl.UnknownHandler;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/** {@code sysctl -a} of procps: each line of each file below {@code /proc/sys} after its name. */
final class SysctlAll {
  @Emits("sos_commands/kernel/sysctl_-a")
  void sysctl(Program kernel, Text out) {
    SysctlTree tree = SysctlTree.of(kernel);
    for (SysctlEntry entry : tree.entries()) {
      if (entry.isReadable() && !isLeftOut(entry)) {
        print(entry, out);
      }
    }
    tree.lost().forEach(fault -> out.partial("a table: " + fault.getMessage()));
  }

  /** A value that cannot be had is one line less. */
  private static void print(SysctlEntry entry, Text out) {
    try {
      String name = name(entry);
      SysctlValues.read(entry).lines().forEach(line -> out.line("%s = %s", name, line));
    } catch (UnknownHandler | MemoryFault | Malformed fault) {
      out.partial(fault.getMessage());
    }
  }

  /** Files that {@code sysctl} does not open for a listing: they are deprecated or unset. */
  private static boolean isLeftOut(SysctlEntry entry) {
    return entry.name().equals("stable_secret")
        || entry.name().equals("base_reachable_time")
        || entry.name().equals("retrans_time");
  }

  /** Dots between the names, and slashes where a name has a dot. */
  private static String name(SysctlEntry entry) {
    StringJoiner name = new StringJoiner(".");
    entry.path().forEach(step -> name.add(step.replace('.', '/')));
    return name.toString();
  }
}
