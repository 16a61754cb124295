package org.vmcore.dump;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.io.ByteSource;
import org.vmcore.io.CutShort;
import org.vmcore.io.MalformedInput;

/**
 * A dump whose container gives memory as ranges of addresses: ELF cores, LiME and AVML captures,
 * raw images, VMware and s390x dumps. Thread-safe.
 */
public final class RangedDump implements Dump {
  /** Unit in which such dumps are read; ranges need not keep to it. */
  public static final int PAGE_BYTES = 4096;

  private static final long CACHE_BYTES = 64L << 20;

  private final List<ByteSource> files;
  private final MemoryRanges ranges;
  private final DumpDescription description;
  private final List<ElfNote> notes;
  private final PageCache cache = new PageCache(CACHE_BYTES, PAGE_BYTES);

  /**
   * @param files closed with the dump; the first names it
   * @param ranges in the order of the container; they may overlap
   * @param description without warnings that follow from the ranges
   * @param notes in the order of the container
   */
  public RangedDump(
      List<ByteSource> files,
      List<MemoryRange> ranges,
      DumpDescription description,
      List<ElfNote> notes) {
    this.files = List.copyOf(files);
    this.ranges = MemoryRanges.of(ranges);
    this.notes = List.copyOf(notes);
    DumpDescription described = description;
    if (this.ranges.areCutOff()) {
      described = described.warning("the dump was cut off: pages at its end are missing");
    }
    if (!files.stream().allMatch(ByteSource::isWhole)) {
      described = described.warning("the dump's stream ends without its end marker");
    }
    if (this.ranges.haveConflict()) {
      described =
          described.warning("parts of the dump hold the same memory, but not the same bytes");
    }
    this.description = described;
  }

  @Override
  public String name() {
    return files.get(0).name();
  }

  @Override
  public DumpDescription description() {
    return description;
  }

  /** Whether the container names any memory. */
  public boolean hasMemory() {
    return !ranges.isEmpty();
  }

  @Override
  public PageState state(long paddr) {
    long start = paddr & -PAGE_BYTES;
    PageState state = PageState.ABSENT;
    for (MemoryRange range : ranges.within(start, start + PAGE_BYTES)) {
      long from = Math.max(start, range.start());
      long to = Math.min(start + PAGE_BYTES, range.storedEnd());
      if (from >= to) {
        state = state == PageState.ABSENT ? PageState.ZERO_OR_EXCLUDED : state;
      } else if (range.holds(from, to)) {
        state = PageState.PRESENT;
      } else {
        return PageState.TRUNCATED;
      }
    }
    return state;
  }

  @Override
  public Page page(long paddr) {
    long start = paddr & -PAGE_BYTES;
    return new Page(start, cache.get(start / PAGE_BYTES, n -> load(n * PAGE_BYTES)), 0, PAGE_BYTES);
  }

  /** Where no range reaches, a page that begins or ends inside of one has zeros. */
  private byte[] load(long start) {
    PageState state = state(start);
    if (state == PageState.ABSENT || state == PageState.TRUNCATED) {
      throw new PageAbsent(name(), start, state);
    }
    if (state == PageState.ZERO_OR_EXCLUDED) {
      throw new PageExcluded(name(), start, state);
    }
    byte[] page = new byte[PAGE_BYTES];
    try {
      for (MemoryRange range : ranges.within(start, start + PAGE_BYTES)) {
        long from = Math.max(start, range.start());
        long to = Math.min(start + PAGE_BYTES, range.storedEnd());
        if (from < to) {
          range.read(from, page, (int) (from - start), (int) (to - from));
        }
      }
    } catch (CutShort cut) {
      throw new PageAbsent(name(), start, PageState.TRUNCATED);
    } catch (MalformedInput malformed) {
      throw new PageCorrupt(name(), start, malformed.what());
    }
    return page;
  }

  @Override
  public OptionalLong nextStored(long paddr) {
    // Addresses are unsigned: a negative one lies above all ranges.
    return paddr < 0 ? OptionalLong.empty() : ranges.nextStored(paddr);
  }

  @Override
  public List<ElfNote> notes() {
    return notes;
  }

  @Override
  public Optional<VmcoreInfo> vmcoreInfo() {
    return VmcoreInfo.inNotes(notes);
  }

  @Override
  public PageCounts pageCounts() {
    Map<PageState, Long> pages = new EnumMap<>(PageState.class);
    pages.put(PageState.PRESENT, ranges.bytesStored() / PAGE_BYTES);
    pages.put(PageState.TRUNCATED, ranges.bytesCutOff() / PAGE_BYTES);
    pages.put(PageState.ZERO_OR_EXCLUDED, ranges.bytesNotStored() / PAGE_BYTES);
    return new PageCounts(PAGE_BYTES, pages);
  }

  @Override
  public void close() {
    files.forEach(ByteSource::close);
  }
}
