package org.vmcore.kernel.task;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.percpu.PercpuCounter;
import org.vmcore.kernel.tree.MapleTree;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Pages of a process by kind, {@code mm_struct.rss_stat}: counters of the whole machine's CPUs
 * (6.2+), or one number each that threads add to now and then.
 */
public final class MmCounters {
  private final Value mm;

  /**
   * @param mm the {@code struct mm_struct}
   */
  public MmCounters(Value mm) {
    this.mm = mm;
  }

  /** {@code get_mm_counter()}: {@code MM_FILEPAGES}, {@code MM_ANONPAGES} and others. */
  public long pages(String kind) {
    Program kernel = mm.program();
    Value stat = mm.field("rss_stat");
    long index = kernel.enumerator(kind);
    if (stat.has("count")) {
      return Math.max(0, stat.field("count").index(index).field("counter").asLong());
    }
    return PercpuCounter.sumPositive(stat.index(index));
  }

  /** Pages in memory. */
  public long rss() {
    return pages("MM_FILEPAGES") + pages("MM_ANONPAGES") + pages("MM_SHMEMPAGES");
  }

  /** {@code mm_pgtables_bytes()}. */
  public long pageTableBytes() {
    return mm.has("pgtables_bytes") ? mm.at("pgtables_bytes.counter").asLong() : 0;
  }

  /** Bytes of the program's own code: {@code VmExe}. */
  public long textBytes() {
    long page = mm.program().pageSizeBytes();
    long end = mm.field("end_code").asLong() + page - 1 & -page;
    long text = end - (mm.field("start_code").asLong() & -page);
    return Math.min(text, mm.field("exec_vm").asLong() << mm.program().pageShift());
  }

  /** The {@code mm_struct}'s areas, {@code struct vm_area_struct}, by address. */
  public List<Value> areas() {
    if (mm.has("mm_mt")) {
      List<Value> areas = new ArrayList<>();
      MapleTree.entries(mm.field("mm_mt"))
          .forEach(range -> areas.add(range.as("struct vm_area_struct")));
      return areas;
    }
    return linkedAreas();
  }

  /** Before 6.1: a list through {@code vm_next}. */
  private List<Value> linkedAreas() {
    List<Value> areas = new ArrayList<>();
    Value area = mm.field("mmap");
    long most = mm.field("map_count").asLong() & 0xffffffffL;
    while (!area.isNull() && areas.size() <= most) {
      areas.add(area.deref());
      area = area.field("vm_next");
    }
    return areas;
  }
}
