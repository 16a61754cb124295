package org.vmcore.emit.proc.pid;

import java.util.HexFormat;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What files of BPF programs and maps add to their {@code fdinfo}, {@code kernel/bpf/syscall.c}.
 */
final class FdInfoBpf {
  private FdInfoBpf() {}

  /** {@code bpf_prog_show_fdinfo()}. */
  static void program(Value file, Text out) {
    Program kernel = file.program();
    Value program = file.field("private_data").cast("struct bpf_prog *").deref();
    out.line("prog_type:\t%u", program.field("type").asLong());
    out.line("prog_jited:\t%u", program.field("jited").asLong());
    out.line("prog_tag:\t%s", HexFormat.of().formatHex(program.field("tag").bytes()));
    out.line("memlock:\t%lu", program.field("pages").asLong() << kernel.pageShift());
    out.line("prog_id:\t%u", program.field("aux").field("id").asLong());
    out.line("run_time_ns:\t%lu", sum(program, "nsecs"));
    out.line("run_cnt:\t%lu", sum(program, "cnt"));
    if (RodataStrings.of(kernel).has("recursion_misses:\t")) { // 5.12+
      out.line("recursion_misses:\t%lu", sum(program, "misses"));
    }
    if (RodataStrings.of(kernel).has("verified_insns:\t")) { // 5.16+
      out.line("verified_insns:\t%u", program.field("aux").field("verified_insns").asLong());
    }
  }

  /** {@code bpf_prog_get_stats()}: of all CPUs; a program without has run unseen. */
  private static long sum(Value program, String member) {
    Value stats = MemberVariants.first(program, "stats", "aux->stats");
    if (stats.isNull()) {
      return 0;
    }
    PerCpu cpus = PerCpu.of(program.program());
    return CpuMask.possible(program.program()).stream()
        .mapToLong(cpu -> number(cpus.ptr(stats, cpu).field(member)))
        .sum();
  }

  /** A {@code u64_stats_t} since 5.16. */
  private static long number(Value counter) {
    return MemberVariants.find(counter, "v.a.a.counter", "v.a.counter", "v.counter", "v")
        .orElse(counter)
        .asLong();
  }

  /** {@code bpf_map_show_fdinfo()} without what the map's own code counts. */
  static void map(Value file, Text out) {
    Value map = file.field("private_data").cast("struct bpf_map *").deref();
    out.line("map_type:\t%u", map.field("map_type").asLong());
    out.line("key_size:\t%u", map.field("key_size").asLong());
    out.line("value_size:\t%u", map.field("value_size").asLong());
    out.line("max_entries:\t%u", map.field("max_entries").asLong());
    out.line("map_flags:\t0x%x", map.field("map_flags").asLong());
    if (map.has("map_extra")) { // 5.16+
      out.line("map_extra:\t0x%lx", map.field("map_extra").asLong());
    }
    out.partial("memlock: what the map's own code counts");
    out.line("map_id:\t%u", map.field("id").asLong());
    out.line("frozen:\t%u", map.field("frozen").asLong());
  }
}
