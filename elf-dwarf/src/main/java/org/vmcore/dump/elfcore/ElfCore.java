package org.vmcore.dump.elfcore;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageAbsent;
import org.vmcore.dump.PageCache;
import org.vmcore.dump.PageCounts;
import org.vmcore.dump.PageState;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSegment;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Unsupported;

/** Physical memory in the {@code PT_LOAD} segments of an ELF core. Thread-safe. */
public final class ElfCore implements Dump {
  private static final int ET_CORE = 4;
  private static final int PAGE_BYTES = 4096;
  private static final int NT_PRPSINFO = 3; // include/uapi/linux/elf.h
  private static final int NT_AUXV = 6;
  private static final int NT_FILE = 0x46494c45;
  private static final long CACHE_BYTES = 64L << 20;
  private static final Map<Integer, String> MACHINES =
      Map.of(62, "x86_64", 183, "aarch64", 21, "ppc64", 22, "s390x", 243, "riscv64", 3, "i686");

  private final ByteSource source;
  private final ElfFile file;
  private final Segment[] segments; // disjoint, by physical address
  private final PageCache cache = new PageCache(CACHE_BYTES, PAGE_BYTES);
  private final List<ElfNote> notes;
  private final DumpDescription description;

  /** A range of physical memory; what is not stored behind {@code storedEnd} is a tail. */
  private record Segment(long start, long storedEnd, long end, long fileOffset) {}

  private ElfCore(ByteSource source, ElfFile file) {
    this.source = source;
    this.file = file;
    this.segments = disjoint(file.segments());
    this.notes = List.copyOf(file.notes());
    this.description = describe();
  }

  /**
   * @throws Unsupported when it is another kind of ELF file
   */
  public static ElfCore open(ByteSource source) {
    ElfFile file = ElfFile.open(source);
    if (file.type() != ET_CORE) {
      throw new Unsupported(
          "is an ELF program or module, not a kernel dump",
          source.name(),
          "give the vmcore here and the vmlinux with --vmlinux");
    }
    ElfCore core = new ElfCore(source, file);
    if (core.isOfProcess()) {
      throw new Unsupported(
          "is the core of a process, not a kernel dump", source.name(), "give a vmcore");
    }
    if (core.segments.length == 0) {
      throw new Unsupported("holds no memory (no PT_LOAD)", source.name(), "take the dump again");
    }
    return core;
  }

  /**
   * Segments may overlap (kernel text is also part of the direct map): the first in the file wins,
   * those that have bytes before those that have none.
   */
  private static Segment[] disjoint(List<ElfSegment> all) {
    NavigableMap<Long, Segment> byStart = new TreeMap<>();
    all.stream()
        .filter(s -> s.type() == ElfSegment.PT_LOAD && s.paddr() >= 0 && sizeInMemory(s) > 0)
        .filter(s -> s.paddr() + sizeInMemory(s) > s.paddr())
        .sorted(Comparator.comparing(s -> s.fileSizeBytes() == 0))
        .forEach(s -> insert(byStart, s));
    return byStart.values().toArray(Segment[]::new);
  }

  /** A process leaves its files and auxiliary vector; no kernel dump has these. */
  private boolean isOfProcess() {
    return notes.stream().anyMatch(note -> note.type() == NT_FILE || note.type() == NT_AUXV)
        && notes.stream().noneMatch(note -> note.name().equals("VMCOREINFO"))
        && notes.stream().anyMatch(note -> note.type() == NT_PRPSINFO);
  }

  private static long sizeInMemory(ElfSegment segment) {
    return Math.max(segment.memorySizeBytes(), segment.fileSizeBytes());
  }

  /** Adds what no other segment covers yet. */
  private static void insert(NavigableMap<Long, Segment> byStart, ElfSegment segment) {
    long end = segment.paddr() + sizeInMemory(segment);
    Map.Entry<Long, Segment> before = byStart.floorEntry(segment.paddr());
    long at = before == null ? segment.paddr() : Math.max(segment.paddr(), before.getValue().end());
    for (Segment other : List.copyOf(byStart.subMap(at, Math.max(at, end)).values())) {
      if (at < other.start()) {
        byStart.put(at, piece(segment, at, other.start()));
      }
      at = other.end();
    }
    if (at < end) {
      byStart.put(at, piece(segment, at, end));
    }
  }

  private static Segment piece(ElfSegment segment, long start, long end) {
    long stored = segment.paddr() + Math.max(0, segment.fileSizeBytes());
    return new Segment(
        start,
        Math.max(start, Math.min(stored, end)),
        end,
        segment.fileOffset() + start - segment.paddr());
  }

  private DumpDescription describe() {
    List<String> warnings = new ArrayList<>();
    for (Segment segment : segments) {
      long end = segment.fileOffset() + segment.storedEnd() - segment.start();
      if (end > source.sizeBytes()) {
        warnings.add("the dump was cut off: pages at its end are missing");
        break;
      }
    }
    boolean little = file.order() == ByteOrder.LITTLE_ENDIAN;
    String machine = MACHINES.getOrDefault(file.machine(), "");
    return new DumpDescription(
        "ELF vmcore",
        machine.equals("ppc64") && little ? "ppc64le" : machine,
        file.order(),
        PAGE_BYTES,
        OptionalInt.empty(),
        0,
        warnings);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public DumpDescription description() {
    return description;
  }

  private Segment segmentOf(long paddr) {
    int low = 0;
    int high = segments.length - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      Segment segment = segments[middle];
      if (paddr < segment.start()) {
        high = middle - 1;
      } else if (paddr >= segment.end()) {
        low = middle + 1;
      } else {
        return segment;
      }
    }
    return null;
  }

  @Override
  public PageState state(long paddr) {
    Segment segment = segmentOf(paddr);
    if (segment == null) {
      return PageState.ABSENT;
    }
    if (paddr >= segment.storedEnd()) {
      return PageState.ZERO_OR_EXCLUDED;
    }
    return source.holds(segment.fileOffset() + paddr - segment.start(), 1)
        ? PageState.PRESENT
        : PageState.TRUNCATED;
  }

  @Override
  public Page page(long paddr) {
    long start = paddr & -PAGE_BYTES;
    return new Page(start, cache.get(start / PAGE_BYTES, n -> load(n * PAGE_BYTES)), 0, PAGE_BYTES);
  }

  @Override
  public OptionalLong nextStored(long paddr) {
    if (paddr < 0) {
      return OptionalLong.empty(); // unsigned: above all segments
    }
    Segment own = segmentOf(paddr);
    if (own != null && paddr < own.storedEnd()) {
      return OptionalLong.of(paddr);
    }
    for (int i = firstBehind(paddr); i < segments.length; i++) {
      if (segments[i].storedEnd() > segments[i].start()) {
        return OptionalLong.of(segments[i].start());
      }
    }
    return OptionalLong.empty();
  }

  /** Where the first segment behind this address begins. */
  private long nextStart(long paddr) {
    int next = firstBehind(paddr);
    return next < segments.length ? segments[next].start() : Long.MAX_VALUE;
  }

  private int firstBehind(long paddr) {
    int low = 0;
    int high = segments.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (segments[middle].start() <= paddr) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private byte[] load(long start) {
    byte[] page = new byte[PAGE_BYTES];
    long at = start;
    boolean found = false;
    while (at < start + PAGE_BYTES) {
      Segment segment = segmentOf(at);
      if (segment == null) {
        at = nextStart(at); // a segment may begin or end inside a page
        continue;
      }
      long end = Math.min(start + PAGE_BYTES, segment.end());
      int wanted = (int) (Math.min(end, segment.storedEnd()) - at);
      if (wanted > 0) {
        long from = segment.fileOffset() + at - segment.start();
        if (!source.holds(from, wanted)) {
          throw new PageAbsent(name(), start, PageState.TRUNCATED);
        }
        source.read(from, page, (int) (at - start), wanted);
      }
      found = true;
      at = end;
    }
    if (!found) {
      throw new PageAbsent(name(), start, PageState.ABSENT);
    }
    return page;
  }

  @Override
  public List<ElfNote> notes() {
    return notes;
  }

  @Override
  public Optional<VmcoreInfo> vmcoreInfo() {
    return notes.stream()
        .filter(note -> note.name().equals("VMCOREINFO"))
        .map(note -> VmcoreInfo.parse(note.descriptor()))
        .findFirst();
  }

  @Override
  public PageCounts pageCounts() {
    long present = 0;
    long tail = 0;
    for (Segment segment : segments) {
      present += segment.storedEnd() - segment.start();
      tail += segment.end() - segment.storedEnd();
    }
    Map<PageState, Long> pages = new EnumMap<>(PageState.class);
    pages.put(PageState.PRESENT, present / PAGE_BYTES);
    pages.put(PageState.ZERO_OR_EXCLUDED, tail / PAGE_BYTES);
    return new PageCounts(PAGE_BYTES, pages);
  }

  @Override
  public void close() {
    source.close();
  }
}
