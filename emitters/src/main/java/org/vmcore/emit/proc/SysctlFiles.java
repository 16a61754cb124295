package org.vmcore.emit.proc;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.sysctl.SysctlEntry;
import org.vmcore.kernel.sysctl.SysctlTree;
import org.vmcore.kernel.sysctl.SysctlValues;
import org.vmcore.kernel.sysctl.UnreadableValue;
import org.vmcore.model.Program;

/** Everything below {@code /proc/sys} as pid 1 sees it. */
final class SysctlFiles {
  @EmitsMany(path = "proc/sys/{sysctl*}", each = Sysctls.class)
  void value(Program kernel, SysctlEntry entry, Text out) {
    try {
      out.raw(SysctlValues.read(entry));
    } catch (UnreadableValue fault) {
      throw new NoSuchFile(fault.what());
    }
  }

  /** Entries of the tree that can be read. */
  @Enumerates("sysctl")
  static final class Sysctls implements Enumerator<SysctlEntry> {
    @Override
    public List<Key<SysctlEntry>> keys(Program kernel) {
      return SysctlTree.of(kernel).entries().stream()
          .filter(SysctlEntry::isReadable)
          .map(entry -> Key.of(String.join("/", entry.path()), entry))
          .toList();
    }
  }
}
