package org.vmcore.emit.sys.cgroup;

import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.Controllers;
import org.vmcore.kernel.psi.PsiGroup;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /sys/kernel/cgroup}, {@code kernel/cgroup/cgroup.c}: what version 2 can do. */
final class CgroupFeatures {
  private static final int MAX_FILES = 256;

  /** The options of a mount, which are the kernel's own list of what it can do. */
  @Emits(value = "sys/kernel/cgroup/features", needs = "cgroup2_fs_parameters")
  void features(Program kernel, Text out) {
    for (Value option : kernel.symbol("cgroup2_fs_parameters").elements()) {
      if (option.field("name").isNull()) {
        return;
      }
      out.line("%s", option.field("name").asString());
    }
  }

  /** Files that the owner of a delegated group may write to. */
  @Emits(value = "sys/kernel/cgroup/delegate", needs = "cgroup_base_files")
  void delegate(Program kernel, Text out) {
    files(kernel.symbol("cgroup_base_files").index(0), "", out);
    Optional<Value> pressure = kernel.findSymbol("cgroup_psi_files"); // 6.1+
    if (pressure.isPresent() && PsiGroup.isEnabled(kernel)) {
      files(pressure.get().index(0), "", out);
    }
    for (Value controller : Controllers.all(kernel)) {
      Value files = controller.field("dfl_cftypes");
      if (!files.isNull()) {
        files(files.deref(), controller.field("name").asString() + ".", out);
      }
    }
  }

  /** {@code show_delegatable_files()}: an array that ends with a file without a name. */
  private static void files(Value first, String prefix, Text out) {
    long delegatable = first.program().enumerator("CFTYPE_NS_DELEGATABLE");
    Value files = first.addressOf();
    for (int i = 0; i < MAX_FILES; i++) {
      Value file = files.index(i);
      String name = file.field("name").asString();
      if (name.isEmpty()) {
        return;
      }
      if ((file.field("flags").asLong() & delegatable) != 0) {
        out.line("%s%s", prefix, name);
      }
    }
  }
}
