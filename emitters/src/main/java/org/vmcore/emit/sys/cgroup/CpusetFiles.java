package org.vmcore.emit.sys.cgroup;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of the controller {@code cpuset}, {@code kernel/cgroup/cpuset.c}. */
final class CpusetFiles {
  /** {@code cpuset_filetype_t} and the bit of {@code flags} that a file shows. */
  private static final Map<String, String> FLAGS =
      Map.of(
          "FILE_CPU_EXCLUSIVE", "CS_CPU_EXCLUSIVE",
          "FILE_MEM_EXCLUSIVE", "CS_MEM_EXCLUSIVE",
          "FILE_MEM_HARDWALL", "CS_MEM_HARDWALL",
          "FILE_SCHED_LOAD_BALANCE", "CS_SCHED_LOAD_BALANCE",
          "FILE_MEMORY_MIGRATE", "CS_MEMORY_MIGRATE",
          "FILE_SPREAD_PAGE", "CS_SPREAD_PAGE",
          "FILE_SPREAD_SLAB", "CS_SPREAD_SLAB");

  private static final Map<String, MaskOf> MASKS = masks();

  private CpusetFiles() {}

  private interface MaskOf {
    String list(Value cpuset);
  }

  private static Map<String, MaskOf> masks() {
    Map<String, MaskOf> masks = new HashMap<>();
    masks.put("FILE_CPULIST", set -> cpus(set.field("cpus_allowed")));
    masks.put("FILE_MEMLIST", set -> nodes(set.field("mems_allowed")));
    masks.put("FILE_EFFECTIVE_CPULIST", set -> cpus(set.field("effective_cpus")));
    masks.put("FILE_EFFECTIVE_MEMLIST", set -> nodes(set.field("effective_mems")));
    masks.put("FILE_EXCLUSIVE_CPULIST", set -> cpus(set.field("exclusive_cpus")));
    masks.put("FILE_EFFECTIVE_XCPULIST", set -> cpus(set.field("effective_xcpus")));
    masks.put("FILE_ISOLATED_CPULIST", set -> cpus(set.program().symbol("isolated_cpus")));
    masks.put(
        "FILE_SUBPARTS_CPULIST",
        set ->
            cpus(
                MemberVariants.find(set, "subparts_cpus")
                    .orElseGet(() -> set.program().symbol("subpartitions_cpus"))));
    return masks;
  }

  static void register(Map<String, CgroupShow> functions) {
    functions.put("cpuset_common_seq_show", CpusetFiles::mask);
    functions.put("sched_partition_show", CpusetFiles::partition);
    functions.put("cpuset_partition_show", CpusetFiles::partition);
    functions.put("cpuset_read_u64", CpusetFiles::number);
    functions.put(
        "cpuset_read_s64",
        (f, out) -> out.line("%lld", cpuset(f).field("relax_domain_level").asLong()));
  }

  private static Value cpuset(CgroupFile file) {
    return file.state("struct cpuset");
  }

  private static String cpus(Value mask) {
    return Bitmaps.list(CpuMask.of(mask));
  }

  private static String nodes(Value mask) {
    return Bitmaps.list(CpuMask.bits(mask.field("bits")));
  }

  private static boolean is(CgroupFile file, String constant) {
    OptionalLong value = file.kernel().findEnumerator(constant);
    return value.isPresent() && value.getAsLong() == file.privateData();
  }

  private static NotReconstructable unknown(CgroupFile file) {
    return new NotReconstructable("file " + file.privateData() + " of cpusets is not known");
  }

  private static void mask(CgroupFile file, Text out) {
    MaskOf shown =
        MASKS.entrySet().stream()
            .filter(mask -> is(file, mask.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow(() -> unknown(file));
    out.line("%s", shown.list(cpuset(file)));
  }

  private static void number(CgroupFile file, Text out) {
    if (is(file, "FILE_MEMORY_PRESSURE_ENABLED")) {
      out.line("%llu", file.kernel().symbol("cpuset_memory_pressure_enabled").asLong());
      return;
    }
    if (is(file, "FILE_MEMORY_PRESSURE")) {
      out.line("%llu", memoryPressure(cpuset(file).field("fmeter")));
      return;
    }
    String flag =
        FLAGS.entrySet().stream()
            .filter(entry -> is(file, entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow(() -> unknown(file));
    long bit = file.kernel().enumerator(flag);
    out.line("%llu", cpuset(file).field("flags").asLong() >> bit & 1);
  }

  private static final int FM_COEF = 933; // kernel/cgroup/cpuset.c, or cpuset-v1.c
  private static final int FM_MAXTICKS = 99;
  private static final int FM_SCALE = 1000;
  private static final long NSEC_PER_SEC = 1_000_000_000L;

  /** {@code fmeter_getrate()}: decays by the second, and takes in the events since the last. */
  private static long memoryPressure(Value meter) {
    long now = Timekeeping.of(meter.program()).monotonicNs() / NSEC_PER_SEC;
    long ticks = now - meter.field("time").asLong();
    long value = meter.field("val").asLong();
    if (ticks <= 0) {
      return value;
    }
    for (long tick = Math.min(ticks, FM_MAXTICKS); tick > 0; tick--) {
      value = FM_COEF * value / FM_SCALE;
    }
    return value + (FM_SCALE - FM_COEF) * meter.field("cnt").asLong() / FM_SCALE;
  }

  // The states of a partition are macros of kernel/cgroup/cpuset.c, or of cpuset-internal.h.
  private static final int PRS_INVALID_ISOLATED = -2;
  private static final int PRS_INVALID_ROOT = -1;
  private static final int PRS_MEMBER = 0;
  private static final int PRS_ROOT = 1;
  private static final int PRS_ISOLATED = 2;

  private static void partition(CgroupFile file, Text out) {
    Value cpuset = cpuset(file);
    int state = cpuset.field("partition_root_state").asInt();
    switch (state) {
      case PRS_MEMBER -> out.line("member");
      case PRS_ROOT -> out.line("root");
      case PRS_ISOLATED -> out.line("isolated");
      case PRS_INVALID_ROOT -> invalid("root", cpuset, out);
      case PRS_INVALID_ISOLATED -> invalid("isolated", cpuset, out);
      default -> throw new NotReconstructable("state " + state + " of a partition is not known");
    }
  }

  /** With the reason, which kernels before 6.1 do not remember. */
  private static void invalid(String type, Value cpuset, Text out) {
    Program kernel = cpuset.program();
    if (cpuset.has("prs_err") && cpuset.field("prs_err").asLong() != 0) {
      Value reason = kernel.symbol("perr_strings").index(cpuset.field("prs_err").asLong());
      out.line("%s invalid (%s)", type, reason.asString());
    } else {
      out.line("%s invalid", type);
    }
  }
}
