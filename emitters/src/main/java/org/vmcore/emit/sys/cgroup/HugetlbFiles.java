package org.vmcore.emit.sys.cgroup;

import java.util.Map;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.PageCounter;
import org.vmcore.kernel.mm.NodeMask;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of the controller {@code hugetlb}, {@code mm/hugetlb_cgroup.c}. */
final class HugetlbFiles {
  // The attributes of mm/hugetlb_cgroup.c; other controllers have constants of the same names.
  // An odd one counts reservations, the even one before it pages in use.
  private static final int RES_RSVD = 1;
  private static final int RES_USAGE = 0;
  private static final int RES_LIMIT = 2;
  private static final int RES_MAX_USAGE = 4;
  private static final int RES_FAILCNT = 6;

  private HugetlbFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("hugetlb_cgroup_read_u64", HugetlbFiles::legacy);
    functions.put("hugetlb_cgroup_read_u64_max", HugetlbFiles::unified);
    functions.put("hugetlb_cgroup_read_numa_stat", HugetlbFiles::numaStat);
    functions.put("hugetlb_events_show", (f, out) -> events(f, "events", out));
    functions.put("hugetlb_events_local_show", (f, out) -> events(f, "events_local", out));
  }

  private static Value state(CgroupFile file) {
    return file.state("struct hugetlb_cgroup");
  }

  /** {@code MEMFILE_IDX()}: which size of pages. */
  private static int size(CgroupFile file) {
    return (int) (file.privateData() >> 16 & 0xffff);
  }

  private static int attribute(CgroupFile file) {
    return (int) (file.privateData() & 0xffff) & ~RES_RSVD;
  }

  private static PageCounter counter(CgroupFile file) {
    boolean reserved = (file.privateData() & RES_RSVD) != 0;
    Value counters = state(file).field(reserved ? "rsvd_hugepage" : "hugepage");
    return new PageCounter(counters.index(size(file)));
  }

  private static void legacy(CgroupFile file, Text out) {
    PageCounter counter = counter(file);
    long value =
        switch (attribute(file)) {
          case RES_USAGE -> counter.usageBytes();
          case RES_LIMIT -> counter.maxBytes();
          case RES_MAX_USAGE -> counter.watermarkBytes();
          case RES_FAILCNT -> counter.nrFailures();
          default -> throw new NotReconstructable("attribute of hugetlb is not known");
        };
    out.line("%llu", value);
  }

  private static void unified(CgroupFile file, Text out) {
    PageCounter counter = counter(file);
    if (attribute(file) == RES_USAGE) {
      out.line("%llu", counter.usageBytes());
      return;
    }
    Program kernel = file.kernel();
    int order = kernel.symbol("hstates").index(size(file)).field("order").asInt();
    long noLimit = PageCounter.maxPages(kernel) & -(1L << order);
    if (counter.maxNrPages() == noLimit) {
      out.line("max");
    } else {
      out.line("%llu", counter.maxBytes());
    }
  }

  private static void events(CgroupFile file, String member, Text out) {
    long max = file.kernel().enumerator("HUGETLB_MAX");
    long nrEvents = file.kernel().enumerator("HUGETLB_NR_MEMORY_EVENTS");
    Value events = state(file).field(member).row(size(file), nrEvents);
    out.line("max %lu", events.index(max).field("counter").asLong());
  }

  /** On version 1 with what is the group's own before what is of those below too. */
  private static void numaStat(CgroupFile file, Text out) {
    int size = size(file);
    long pageBytes = file.kernel().pageSizeBytes();
    int[] nodes = NodeMask.of(file.kernel(), "N_MEMORY").stream().toArray();
    boolean legacy = !file.cgroup().isOnDfl();
    if (legacy) {
      long[] usage = usage(state(file), nodes, size);
      out.print("total=%lu", sum(usage) * pageBytes);
      print(nodes, usage, pageBytes, out);
      out.print("hierarchical_");
    }
    long total = new PageCounter(state(file).field("hugepage").index(size)).usageBytes();
    out.print("total=%lu", total);
    long[] usage = new long[nodes.length];
    for (Value css : file.descendantStates()) {
      long[] own = usage(css.containerOf("struct hugetlb_cgroup", "css"), nodes, size);
      for (int i = 0; i < nodes.length; i++) {
        usage[i] += own[i];
      }
    }
    print(nodes, usage, pageBytes, out);
  }

  private static long[] usage(Value state, int[] nodes, int size) {
    long[] nrPages = new long[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      nrPages[i] = state.field("nodeinfo").index(nodes[i]).field("usage").index(size).asLong();
    }
    return nrPages;
  }

  private static long sum(long[] numbers) {
    long sum = 0;
    for (long number : numbers) {
      sum += number;
    }
    return sum;
  }

  private static void print(int[] nodes, long[] nrPages, long pageBytes, Text out) {
    for (int i = 0; i < nodes.length; i++) {
      out.print(" N%d=%lu", nodes[i], nrPages[i] * pageBytes);
    }
    out.append('\n');
  }
}
