package org.vmcore.kernel.sysctl;

import java.util.StringJoiner;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Handlers of {@code fs.*}: statistics that are added up when somebody reads them. */
final class FsHandlers {
  private FsHandlers() {}

  static void register(SysctlValues.Registry registry) {
    registry.add(
        VectorHandlers::ints,
        "xfs_stats_clear_proc_handler",
        "xfs_panic_mask_proc_handler",
        "xfs_deprecated_dointvec_minmax");
    registry.add(FsHandlers::files, "proc_nr_files");
    registry.add(FsHandlers::inodes, "proc_nr_inodes");
    registry.add(FsHandlers::dentries, "proc_nr_dentry");
    registry.add(FsHandlers::quotas, "do_proc_dqstats");
  }

  /** {@code fs/file_table.c}: files in use, 0, limit. */
  private static String files(SysctlEntry entry) {
    Value stat = entry.kernel().symbol("files_stat");
    long used = Math.max(0, entry.kernel().symbol("nr_files").field("count").asLong());
    return used
        + "\t"
        + stat.field("nr_free_files").asLong()
        + "\t"
        + Long.toUnsignedString(stat.field("max_files").asLong())
        + "\n";
  }

  /** {@code fs/inode.c}: {@code inode-nr} has two numbers, {@code inode-state} five more. */
  private static String inodes(SysctlEntry entry) {
    StringJoiner text = new StringJoiner("\t", "", "\n");
    text.add(Long.toString(sum(entry.kernel(), "nr_inodes")));
    text.add(Long.toString(sum(entry.kernel(), "nr_unused")));
    Value rest = entry.kernel().symbol("inodes_stat").field("dummy");
    for (int i = 0; i < entry.maxlen() / Long.BYTES - 2; i++) {
      text.add(Long.toString(rest.index(i).asLong()));
    }
    return text.toString();
  }

  /** {@code fs/dcache.c}. */
  private static String dentries(SysctlEntry entry) {
    Program kernel = entry.kernel();
    Value stat = kernel.symbol("dentry_stat");
    StringJoiner text = new StringJoiner("\t", "", "\n");
    text.add(Long.toString(sum(kernel, "nr_dentry")));
    text.add(Long.toString(sum(kernel, "nr_dentry_unused")));
    text.add(Long.toString(stat.field("age_limit").asLong()));
    text.add(Long.toString(stat.field("want_pages").asLong()));
    boolean counted = stat.has("nr_negative");
    text.add(Long.toString(counted ? sum(kernel, "nr_dentry_negative") : 0));
    text.add("0");
    return text.toString();
  }

  /** A per-CPU {@code long} of all possible CPUs; a sum below zero counts as none. */
  private static long sum(Program kernel, String variable) {
    PerCpu perCpu = PerCpu.of(kernel);
    long sum =
        CpuMask.possible(kernel).stream()
            .mapToLong(cpu -> perCpu.variable(variable, cpu).asLong())
            .sum();
    return Math.max(0, sum);
  }

  /** {@code fs/quota/dquot.c}: the value's place among the statistics tells which one it is. */
  private static String quotas(SysctlEntry entry) {
    Value stats = entry.kernel().symbol("dqstats");
    Value stat = stats.field("stat");
    long which = (entry.data() - stat.address()) / stat.index(0).type().sizeBytes();
    Value counter = stats.field("counter").index(which);
    return Math.max(0, sumOf(counter)) + "\n";
  }

  /** {@code percpu_counter_sum()}. */
  private static long sumOf(Value counter) {
    long sum = counter.field("count").asLong();
    Program kernel = counter.program();
    if (counter.has("counters") && !counter.field("counters").isNull()) {
      PerCpu perCpu = PerCpu.of(kernel);
      sum +=
          CpuMask.possible(kernel).stream()
              .mapToLong(cpu -> perCpu.ptr(counter.field("counters"), cpu).asLong())
              .sum();
    }
    return sum;
  }
}
