package org.vmcore.emit.sys.fs;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.fs.SuperBlocks;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Counters of xfs as {@code xfs_stats_format()}, {@code fs/xfs/xfs_stats.c}. */
final class XfsStats {
  /** A line of counters and the member that begins the next one, which kernels may lack. */
  private record Line(String name, String... next) {}

  private static final List<Line> LINES =
      List.of(
          new Line("extent_alloc", "xs_abt_lookup"),
          new Line("abt", "xs_blk_mapr"),
          new Line("blk_map", "xs_bmbt_lookup"),
          new Line("bmbt", "xs_dir_lookup"),
          new Line("dir", "xs_trans_sync"),
          new Line("trans", "xs_ig_attempts"),
          new Line("ig", "xs_log_writes"),
          new Line("log", "xs_try_logspace"),
          new Line("push_ail", "xs_xstrat_quick"),
          new Line("xstrat", "xs_write_calls"),
          new Line("rw", "xs_attr_get"),
          new Line("attr", "xs_iflush_count"),
          new Line("icluster", "xs_inodes_active", "vn_active"),
          new Line("vnodes", "xb_get"),
          new Line("buf", "xs_abtb_2"),
          new Line("abtb2", "xs_abtc_2"),
          new Line("abtc2", "xs_bmbt_2"),
          new Line("bmbt2", "xs_ibt_2"),
          new Line("ibt2", "xs_fibt_2"),
          new Line("fibt2", "xs_rmap_2"),
          new Line("rmapbt", "xs_refcbt_2"),
          new Line("refcntbt", "xs_rmap_mem_2", "xs_qm_dqreclaims"),
          new Line("rmapbt_mem", "xs_rcbag_2"),
          new Line("rcbagbt", "xs_rtrmap_2", "xs_qm_dqreclaims"),
          new Line("rtrmapbt", "xs_rtrmap_mem_2"),
          new Line("rtrmapbt_mem", "xs_rtrefcbt_2"),
          new Line("rtrefcntbt", "xs_qm_dqreclaims"),
          new Line("qm", "xs_gc_read_calls", "xs_inodes_meta", "xs_xstrat_bytes"),
          new Line("zoned", "xs_inodes_meta"),
          new Line("metafile", "xs_xstrat_bytes"));

  @Emits(value = "sys/fs/xfs/stats/stats", needs = "struct xfsstats")
  void all(Program kernel, Text out) {
    write(kernel.object("struct xstats", kernel.address("xfsstats")), out);
  }

  /** A link since there are counters in sysfs. */
  @Emits(value = "proc/fs/xfs/stat", needs = "struct xfsstats")
  void link(Program kernel, Text out) {
    out.linkTo("/sys/fs/xfs/stats/stats");
  }

  /** File systems of xfs by the name of their device. */
  @Enumerates("dev")
  public static final class Filesystems implements Enumerator<SuperBlock> {
    @Override
    public List<Key<SuperBlock>> keys(Program kernel) {
      return SuperBlocks.xfs(kernel).stream().map(found -> Key.of(found.id(), found)).toList();
    }
  }

  @EmitsMany(path = "sys/fs/xfs/{dev}/stats/stats", each = Filesystems.class)
  void ofOne(Program kernel, SuperBlock superBlock, Text out) {
    write(superBlock.fsInfo("struct xfs_mount").field("m_stats"), out);
  }

  private static void write(Value stats, Text out) {
    Program kernel = stats.program();
    Value perCpu = stats.field("xs_stats");
    String type = "struct __xfsstats";
    int at = 0;
    for (Line line : LINES) {
      int end = end(kernel, type, line);
      if (end <= at) {
        continue;
      }
      out.raw(line.name);
      for (; at < end; at++) {
        out.print(" %u", sum(perCpu, at));
      }
      out.append('\n');
    }
    out.line(
        "xpc %lu %lu %lu",
        sum(perCpu, "xs_xstrat_bytes"),
        sum(perCpu, "xs_write_bytes"),
        sum(perCpu, "xs_read_bytes"));
    if (has(kernel, "xs_defer_relog") || has(kernel, "defer_relog")) {
      out.line("defer_relog %lu", sum(perCpu, "xs_defer_relog", "defer_relog"));
    }
    out.line("debug 0");
    if (has(kernel, "xs_gc_bytes")) {
      out.line("gc xpc %lu", sum(perCpu, "xs_gc_bytes"));
    }
  }

  private static boolean has(Program kernel, String member) {
    return kernel.hasMember("struct __xfsstats", member);
  }

  /** Number of the counter after the last one of the line; 0 for a line that there is not. */
  private static int end(Program kernel, String type, Line line) {
    for (String next : line.next) {
      if (kernel.hasMember(type, next)) {
        return (int) (kernel.offsetOf(type, next) / Integer.BYTES);
      }
    }
    return 0;
  }

  private static long sum(Value perCpu, int index) {
    PerCpu cpus = PerCpu.of(perCpu.program());
    return CpuMask.possible(perCpu.program()).stream()
            .mapToLong(
                cpu ->
                    perCpu
                        .program()
                        .memory()
                        .u32(cpus.ptr(perCpu, cpu).address() + (long) index * Integer.BYTES))
            .sum()
        & 0xffffffffL;
  }

  private static long sum(Value perCpu, String... members) {
    PerCpu cpus = PerCpu.of(perCpu.program());
    return CpuMask.possible(perCpu.program()).stream()
        .mapToLong(cpu -> MemberVariants.first(cpus.ptr(perCpu, cpu).field("s"), members).asLong())
        .sum();
  }
}
