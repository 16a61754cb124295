package org.vmcore.emit.sys.pci;

import java.util.List;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.kernel.pci.PciDevice;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Errors that devices reported, {@code aer_stats_attrs[]}, {@code drivers/pci/pcie/aer.c}. */
final class AerFiles {
  private AerFiles() {}

  static void addTo(ShowTable<PciDevice> files) {
    kind(files, "dev_correctable", "dev_cor_errs", "aer_correctable_error_string", "COR", "cor");
    kind(files, "dev_fatal", "dev_fatal_errs", "aer_uncorrectable_error_string", "FATAL", "fatal");
    kind(
        files,
        "dev_nonfatal",
        "dev_nonfatal_errs",
        "aer_uncorrectable_error_string",
        "NONFATAL",
        "nonfatal");
    total(files, "cor");
    total(files, "fatal");
    total(files, "nonfatal");
  }

  private static void kind(
      ShowTable<PciDevice> files,
      String file,
      String counters,
      String names,
      String total,
      String totalCounter) {
    files.add(
        "aer_" + file,
        (pci, out) -> {
          errors(stats(pci).field(counters), counters, names, out);
          out.line(
              "TOTAL_ERR_%s %llu",
              total, stats(pci).field("dev_total_" + totalCounter + "_errs").asLong());
        });
  }

  private static void total(ShowTable<PciDevice> files, String kind) {
    files.unsigned(
        "aer_rootport_total_err_" + kind,
        pci -> stats(pci).field("rootport_total_" + kind + "_errs").asLong());
  }

  private static Value stats(PciDevice pci) {
    return pci.errorStats().orElseThrow(() -> new NoSuchFile("nobody counts its errors"));
  }

  /** Those without a name only where there were any. */
  private static void errors(Value counters, String member, String symbol, Text out) {
    Program kernel = counters.program();
    List<Value> names = kernel.symbol(symbol).elements();
    long[] counts = counters.longs();
    for (int bit = 0; bit < counts.length; bit++) {
      if (bit < names.size() && !names.get(bit).isNull()) {
        out.line("%s %llu", names.get(bit).asString(), counts[bit]);
      } else if (counts[bit] != 0) {
        out.line("%s_bit[%d] %llu", member, bit, counts[bit]);
      }
    }
  }
}
