package org.vmcore.emit.plugins.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.fs.DentryTable;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.mm.PageCache;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;

/** Names of files that the kernel keeps, and how many are of files that do not exist. */
final class DentriesFile {
  private static final long MAX_DENTRIES = 4L << 20;

  @Emits(value = "plugins/memory/dentries.txt", needs = "dentry_hashtable")
  void dentries(Program kernel, Text out) {
    counter(kernel, "nr_dentry", "all", out);
    counter(kernel, "nr_dentry_unused", "in no use", out);
    counter(kernel, "nr_dentry_negative", "of files that do not exist", out);
    Map<Long, long[]> counts = new HashMap<>();
    long superBlockOffset = kernel.offsetOf("struct dentry", "d_sb");
    long inodeOffset = kernel.offsetOf("struct dentry", "d_inode");
    long count =
        DentryTable.visit(
            kernel,
            MAX_DENTRIES,
            dentry -> {
              long superBlock = kernel.memory().u64(dentry + superBlockOffset);
              long[] sums = counts.computeIfAbsent(superBlock, key -> new long[2]);
              sums[0]++;
              sums[1] += kernel.memory().u64(dentry + inodeOffset) == 0 ? 1 : 0;
            });
    if (count == MAX_DENTRIES) {
      out.line("# vmcore-report: partial - names beyond %d are not counted", MAX_DENTRIES);
      out.partial("names beyond " + MAX_DENTRIES);
    }
    out.append('\n');
    table(kernel, counts, out);
  }

  /** A counter of CPUs, as {@code /proc/sys/fs/dentry-state} adds it up. */
  private static void counter(Program kernel, String name, String what, Text out) {
    if (kernel.hasSymbol(name)) {
      long sum = Math.max(0, PerCpu.of(kernel).sum(name, ""));
      out.line("%12lu names %s", sum, what);
    }
  }

  private static void table(Program kernel, Map<Long, long[]> counts, Text out) {
    Map<Long, String> places = new HashMap<>();
    PageCache.of(kernel)
        .fileSystems()
        .forEach(system -> places.put(system.superBlock().value().address(), system.place()));
    TextTable table = new TextTable();
    table.right("NAMES", 1).right("NEGATIVE", 1).right("SHARE%", 1).left("DEVICE", 1);
    table.left("TYPE", 1).left("MOUNTED", 1);
    counts.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<Long, long[]> entry) -> entry.getValue()[0])
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .forEach(
            entry -> {
              SuperBlock of = new SuperBlock(kernel.object("struct super_block", entry.getKey()));
              String place = places.getOrDefault(entry.getKey(), "");
              long[] sums = entry.getValue();
              table.row(
                  Long.toString(sums[0]),
                  Long.toString(sums[1]),
                  Long.toString(100 * sums[1] / sums[0]),
                  of.device().toString(),
                  of.typeName(),
                  place.isEmpty() ? "-" : place);
            });
    table.print(out);
  }
}
