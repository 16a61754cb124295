package org.vmcore.emit.sys.mm;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.InterleaveWeights;
import org.vmcore.model.Program;

/** Shares of nodes when memory is taken in turn, 6.9+: {@code mm/mempolicy.c}. */
final class MempolicyFiles {
  @EmitsMany(path = "sys/kernel/mm/mempolicy/weighted_interleave/{name}", each = Attributes.class)
  void attribute(Program kernel, String name, Text out) {
    if (name.equals("auto")) {
      out.line(InterleaveWeights.areAutomatic(kernel) ? "true" : "false");
    } else {
      out.line("%d", InterleaveWeights.of(kernel, Integer.parseInt(name.substring(4))));
    }
  }

  /** {@code node0} and others, {@code auto} since 6.16. */
  @Enumerates("name")
  static final class Attributes implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      return MmFiles.below(kernel, "mempolicy/weighted_interleave").stream()
          .filter(key -> key.subject().matches("auto|node\\d{1,5}"))
          .toList();
    }
  }
}
