package org.vmcore.emit.sys.cgroup;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.MemCgroup;
import org.vmcore.kernel.cgroup.PageCounter;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of the controller {@code memory} but for its statistics, {@code mm/memcontrol.c}. */
final class MemoryFiles {
  private static final Map<String, String> EVENTS =
      Map.of(
          "MEMCG_LOW", "low",
          "MEMCG_HIGH", "high",
          "MEMCG_MAX", "max",
          "MEMCG_OOM", "oom",
          "MEMCG_OOM_KILL", "oom_kill",
          "MEMCG_OOM_GROUP_KILL", "oom_group_kill",
          "MEMCG_SOCK_THROTTLED", "sock_throttled",
          "MEMCG_SWAP_HIGH", "high",
          "MEMCG_SWAP_MAX", "max",
          "MEMCG_SWAP_FAIL", "fail");

  private static final List<String> OF_MEMORY =
      List.of(
          "MEMCG_LOW",
          "MEMCG_HIGH",
          "MEMCG_MAX",
          "MEMCG_OOM",
          "MEMCG_OOM_KILL",
          "MEMCG_OOM_GROUP_KILL", // 5.17+
          "MEMCG_SOCK_THROTTLED"); // 6.19+

  private static final List<String> OF_SWAP =
      List.of("MEMCG_SWAP_HIGH", "MEMCG_SWAP_MAX", "MEMCG_SWAP_FAIL");

  private MemoryFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("memory_current_read", (f, out) -> usage(f, "memory", out));
    functions.put("swap_current_read", (f, out) -> usage(f, "swap", out));
    functions.put("memory_peak_read", (f, out) -> peak(f, "memory", out));
    functions.put("memory_peak_show", (f, out) -> peak(f, "memory", out));
    functions.put("swap_peak_show", (f, out) -> peak(f, "swap", out));
    functions.put("memory_min_show", (f, out) -> limit(f, "memory.min", out));
    functions.put("memory_low_show", (f, out) -> limit(f, "memory.low", out));
    functions.put("memory_high_show", (f, out) -> tunable(f, MemCgroup.of(f).highNrPages(), out));
    functions.put("memory_max_show", (f, out) -> limit(f, "memory.max", out));
    functions.put("swap_high_show", (f, out) -> limit(f, "swap.high", out));
    functions.put("swap_max_show", (f, out) -> limit(f, "swap.max", out));
    functions.put("zswap_max_show", (f, out) -> limit(f, "zswap_max", out));
    functions.put("zswap_current_read", MemoryFiles::zswapCurrent);
    functions.put("zswap_writeback_show", (f, out) -> flag(f, "zswap_writeback", out));
    functions.put("memory_oom_group_show", (f, out) -> flag(f, "oom_group", out));
    functions.put("memory_events_show", (f, out) -> events(f, "memory_events", OF_MEMORY, out));
    functions.put(
        "memory_events_local_show", (f, out) -> events(f, "memory_events_local", OF_MEMORY, out));
    functions.put("swap_events_show", (f, out) -> events(f, "memory_events", OF_SWAP, out));
  }

  private static void usage(CgroupFile file, String counter, Text out) {
    out.line("%llu", MemCgroup.of(file).counter(counter).usageBytes());
  }

  private static void peak(CgroupFile file, String counter, Text out) {
    out.line("%llu", MemCgroup.of(file).counter(counter).watermarkBytes());
  }

  private static void limit(CgroupFile file, String member, Text out) {
    tunable(file, MemCgroup.of(file).value().at(member).asLong(), out);
  }

  /** {@code seq_puts_memcg_tunable()}. */
  private static void tunable(CgroupFile file, long nrPages, Text out) {
    Program kernel = file.kernel();
    if (nrPages == PageCounter.maxPages(kernel)) {
      out.line("max");
    } else {
      out.line("%llu", nrPages * kernel.pageSizeBytes());
    }
  }

  private static void zswapCurrent(CgroupFile file, Text out) {
    long item = file.kernel().enumerator("MEMCG_ZSWAP_B");
    out.line("%llu", MemCgroup.of(file).pageState(item));
  }

  private static void flag(CgroupFile file, String member, Text out) {
    out.line("%d", MemCgroup.of(file).value().field(member).asLong());
  }

  /** {@code __memory_events_show()}: those that this kernel counts. */
  private static void events(CgroupFile file, String member, List<String> events, Text out) {
    Value counters = MemCgroup.of(file).value().field(member);
    for (String event : events) {
      OptionalLong index = file.kernel().findEnumerator(event);
      if (index.isPresent()) {
        Value counter = counters.index(index.getAsLong()).field("counter");
        out.line("%s %lu", EVENTS.get(event), counter.asLong());
      }
    }
  }
}
