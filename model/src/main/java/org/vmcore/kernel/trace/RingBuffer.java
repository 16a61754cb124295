package org.vmcore.kernel.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct trace_buffer}, {@code kernel/trace/ring_buffer.c}: a ring of pages per CPU. */
public final class RingBuffer {
  private static final long RB_FLAG_MASK = 3; // in links to the page that is read next
  private static final long RB_PAGE_HEAD = 1;
  private static final long COMMIT_MASK = (1 << 20) - 1; // above it: whether events were missed
  private static final int MAX_PAGES = 1 << 20;

  private final Program kernel;
  private final Value buffer;
  private final List<String> lost = new ArrayList<>();

  /**
   * @param buffer the {@code struct trace_buffer}
   */
  public RingBuffer(Value buffer) {
    this.kernel = buffer.program();
    this.buffer = buffer;
  }

  /** All events that were not read yet, by CPU, oldest first. */
  public List<TraceRecord> records() {
    List<TraceRecord> records = new ArrayList<>();
    for (int cpu : CpuMask.of(buffer.field("cpumask")).stream().toArray()) {
      Value perCpu = buffer.field("buffers").index(cpu);
      if (!perCpu.isNull()) {
        add(cpu, perCpu.deref(), records);
      }
    }
    return records;
  }

  /** What of the events could not be had, a line each. */
  public List<String> lost() {
    return lost;
  }

  private void add(int cpu, Value perCpu, List<TraceRecord> records) {
    try {
      for (Value page : pages(perCpu)) {
        addPage(cpu, page, records);
      }
    } catch (MemoryFault | Malformed fault) {
      lost.add("events of CPU " + cpu + ": " + fault.getMessage());
    }
  }

  private void addPage(int cpu, Value page, List<TraceRecord> records) {
    Value data = page.field("page").deref();
    long committedBytes = data.at("commit.a.counter").asLong() & COMMIT_MASK;
    int headBytes = (int) kernel.offsetOf("struct buffer_data_page", "data");
    byte[] events = kernel.memory().read(data.address() + headBytes, (int) committedBytes);
    long time = data.field("time_stamp").asLong();
    new RingBufferPage(cpu, time, events, kernel.memory().order())
        .addTo(records, page.field("read").asInt());
  }

  /** The page taken out for reading, then the ring from its head to the page being filled. */
  private List<Value> pages(Value perCpu) {
    List<Value> pages = new ArrayList<>();
    long last = perCpu.field("commit_page").asLong();
    Value reader = perCpu.field("reader_page").deref();
    pages.add(reader);
    Value page = head(perCpu);
    Set<Long> seen = new HashSet<>();
    while (reader.address() != last && seen.add(page.address()) && seen.size() < MAX_PAGES) {
      pages.add(page);
      if (page.address() == last) {
        return pages;
      }
      page = next(page);
    }
    return pages;
  }

  /** {@code rb_set_head_page()}: the link to it is marked. */
  private Value head(Value perCpu) {
    Value start = perCpu.field("head_page").deref();
    Value page = start;
    for (int i = 0; i < MAX_PAGES; i++) {
      Value before = page.at("list.prev");
      if ((before.field("next").asLong() & RB_FLAG_MASK) == RB_PAGE_HEAD) {
        return page;
      }
      page = next(page);
      if (page.address() == start.address()) {
        break;
      }
    }
    return start; // none is marked while the writer moves it
  }

  private Value next(Value page) {
    long link = page.at("list.next").asLong() & ~RB_FLAG_MASK;
    return kernel.object(
        "struct buffer_page", link - kernel.offsetOf("struct buffer_page", "list"));
  }
}
