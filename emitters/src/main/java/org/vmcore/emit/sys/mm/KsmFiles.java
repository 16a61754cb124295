package org.vmcore.emit.sys.mm;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.Ksm;
import org.vmcore.model.Program;

/** Pages of equal contents that are shared: {@code ksm_attrs[]}, {@code mm/ksm.c}. */
final class KsmFiles {
  @EmitsMany(path = "sys/kernel/mm/ksm/{name}", each = Attributes.class)
  void attribute(Program kernel, String name, Text out) {
    switch (name) {
      case "full_scans" -> out.line("%lu", kernel.symbol("ksm_scan").field("seqnr").asLong());
      case "pages_volatile" -> out.line("%ld", Ksm.pagesVolatile(kernel));
      case "general_profit" -> out.line("%ld", Ksm.generalProfitBytes(kernel));
      case "advisor_mode" ->
          out.line(
              kernel.symbol("ksm_advisor").asLong() == kernel.enumerator("KSM_ADVISOR_SCAN_TIME")
                  ? "none [scan-time]"
                  : "[none] scan-time");
      default -> out.line("%lu", Ksm.number(kernel, name));
    }
  }

  /** Files of the directory. */
  @Enumerates("name")
  static final class Attributes implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      return MmFiles.below(kernel, "ksm");
    }
  }
}
