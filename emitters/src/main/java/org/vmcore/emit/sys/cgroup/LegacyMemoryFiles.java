package org.vmcore.emit.sys.cgroup;

import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.MemCgroup;
import org.vmcore.kernel.cgroup.PageCounter;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of the controller {@code memory} of version 1, {@code mm/memcontrol-v1.c}. */
final class LegacyMemoryFiles {
  // The attributes of mm/memcontrol-v1.c; other controllers have constants of the same names.
  private static final int RES_USAGE = 0;
  private static final int RES_LIMIT = 1;
  private static final int RES_MAX_USAGE = 2;
  private static final int RES_FAILCNT = 3;
  private static final int RES_SOFT_LIMIT = 4;

  /** {@code enum res_type} and the counter that it stands for. */
  private static final Map<String, String> COUNTERS =
      Map.of("_MEM", "memory", "_MEMSWAP", "memsw", "_KMEM", "kmem", "_TCP", "tcpmem");

  private LegacyMemoryFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("memcg_stat_show", LegacyMemoryStat::stat);
    functions.put("memcg_numa_stat_show", LegacyMemoryStat::numaStat);
    functions.put("mem_cgroup_read_u64", LegacyMemoryFiles::read);
    functions.put("mem_cgroup_soft_limit_read", LegacyMemoryFiles::softLimit);
    functions.put("mem_cgroup_hierarchy_read", (f, out) -> member(f, "use_hierarchy", 1, out));
    functions.put(
        "mem_cgroup_move_charge_read", (f, out) -> member(f, "move_charge_at_immigrate", 0, out));
    functions.put("mem_cgroup_swappiness_read", LegacyMemoryFiles::swappiness);
    functions.put("mem_cgroup_oom_control_read", LegacyMemoryFiles::oomControl);
    // Nothing is left of what these files said.
    functions.put("mem_cgroup_slab_show", (f, out) -> {});
    functions.put("memcg_slab_show", (f, out) -> {});
    functions.put("mem_cgroup_dummy_seq_show", (f, out) -> {});
  }

  private static void read(CgroupFile file, Text out) {
    MemCgroup memcg = MemCgroup.of(file);
    String name = counter(file);
    PageCounter counter = memcg.counter(name);
    long value =
        switch ((int) (file.privateData() & 0xffff)) {
          case RES_USAGE -> usageBytes(memcg, name);
          case RES_LIMIT -> counter.maxBytes();
          case RES_MAX_USAGE -> counter.watermarkBytes();
          case RES_FAILCNT -> counter.nrFailures();
          case RES_SOFT_LIMIT ->
              memcg.value().field("soft_limit").asLong() * file.kernel().pageSizeBytes();
          default -> throw new NotReconstructable("attribute of memory is not known");
        };
    out.line("%llu", value);
  }

  /** {@code MEMFILE_TYPE()}. */
  private static String counter(CgroupFile file) {
    long type = file.privateData() >> 16 & 0xffff;
    return COUNTERS.entrySet().stream()
        .filter(entry -> is(file.kernel().findEnumerator(entry.getKey()), type))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new NotReconstructable("counter " + type + " is not known"));
  }

  private static boolean is(OptionalLong constant, long value) {
    return constant.isPresent() && constant.getAsLong() == value;
  }

  /** {@code mem_cgroup_usage()}: the first group counts nothing itself. */
  private static long usageBytes(MemCgroup memcg, String counter) {
    boolean swapToo = counter.equals("memsw");
    if (!memcg.isRoot() || !swapToo && !counter.equals("memory")) {
      return memcg.counter(counter).usageBytes();
    }
    Program kernel = memcg.value().program();
    long nrPages =
        Stream.of("NR_FILE_PAGES", "NR_ANON_MAPPED")
            .mapToLong(item -> memcg.pageState(kernel.enumerator(item)))
            .sum();
    long nrSwapped = swapToo ? memcg.pageState(kernel.enumerator("MEMCG_SWAP")) : 0;
    return (nrPages + nrSwapped) * kernel.pageSizeBytes();
  }

  private static void softLimit(CgroupFile file, Text out) {
    Value nrPages = MemCgroup.of(file).value().field("soft_limit");
    out.line("%llu", nrPages.asLong() * file.kernel().pageSizeBytes());
  }

  /** A member that some kernels do without, for which the value is fixed. */
  private static void member(CgroupFile file, String member, long fixed, Text out) {
    Value memcg = MemCgroup.of(file).value();
    out.line("%llu", MemberVariants.find(memcg, member).map(Value::asLong).orElse(fixed));
  }

  private static void swappiness(CgroupFile file, Text out) {
    MemCgroup memcg = MemCgroup.of(file);
    Value swappiness =
        memcg.isRoot() ? file.kernel().symbol("vm_swappiness") : memcg.value().field("swappiness");
    out.line("%llu", swappiness.asLong());
  }

  private static void oomControl(CgroupFile file, Text out) {
    Value memcg = MemCgroup.of(file).value();
    long killed = file.kernel().enumerator("MEMCG_OOM_KILL");
    out.line("oom_kill_disable %d", memcg.field("oom_kill_disable").asLong());
    out.line("under_oom %d", memcg.field("under_oom").asLong() != 0 ? 1 : 0);
    out.line("oom_kill %lu", memcg.field("memory_events").index(killed).field("counter").asLong());
  }
}
