package org.vmcore.emit.sys.kernel;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /sys/kernel/security}: which modules guard the system, {@code security/}. */
final class SecurityFiles {

  /** {@code lsm_read()}, {@code security/inode.c}: without a newline. */
  @Emits("sys/kernel/security/lsm")
  void lsm(Program kernel, Text out) {
    if (kernel.hasSymbol("lsm_names")) {
      out.raw(kernel.symbol("lsm_names").asString());
    } else if (kernel.hasSymbol("lsm_active_cnt")) { // 6.19+
      out.raw(String.join(",", names(kernel)));
    } else {
      throw new NoSuchFile("the kernel has no security modules");
    }
  }

  private static List<String> names(Program kernel) {
    List<String> names = new ArrayList<>();
    long count = kernel.symbol("lsm_active_cnt").asLong();
    for (Value id : kernel.symbol("lsm_idlist").elements(count)) {
      names.add(id.field("name").asString());
    }
    return names;
  }

  /** {@code lockdown_read()}, {@code security/lockdown/lockdown.c}. */
  @Emits(value = "sys/kernel/security/lockdown", needs = "kernel_locked_down")
  void lockdown(Program kernel, Text out) {
    long current = kernel.symbol("kernel_locked_down").asLong();
    List<String> labels = new ArrayList<>();
    for (long level : kernel.symbol("lockdown_levels").longs()) {
      Value label = kernel.symbol("lockdown_reasons").index(level);
      if (!label.isNull()) {
        labels.add(level == current ? "[" + label.asString() + "]" : label.asString());
      }
    }
    out.line("%s", String.join(" ", labels));
  }
}
