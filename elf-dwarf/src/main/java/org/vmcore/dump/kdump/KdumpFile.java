package org.vmcore.dump.kdump;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageAbsent;
import org.vmcore.dump.PageCache;
import org.vmcore.dump.PageCorrupt;
import org.vmcore.dump.PageCounts;
import org.vmcore.dump.PageExcluded;
import org.vmcore.dump.PageState;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.elf.ElfNotes;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;

/** A kdump-compressed dump, of one file or of the parts of a split one. Thread-safe. */
public final class KdumpFile implements Dump {
  static final String SIGNATURE = "KDUMP   ";

  private static final int DESCRIPTOR_BYTES = 24;
  private static final int DESCRIPTORS_AT_ONCE = 1 << 15;
  private static final long CACHE_BYTES = 64L << 20;
  private static final long MAX_PAGES = 1L << 36; // 256 TiB of 4 KiB pages

  private final List<Part> parts;
  private final KdumpHeader header;
  private final StoredPages stored;
  private final StoredPages existing;
  private final PageCache cache;
  private final List<ElfNote> notes;
  private final Optional<VmcoreInfo> vmcoreInfo;
  private final DumpDescription description;

  /**
   * @param startPfn first page frame that this file has descriptors for
   * @param firstRank how many stored pages lie below it
   */
  private record Part(ByteSource source, long startPfn, long endPfn, long firstRank) {
    boolean holds(long pfn) {
      return pfn >= startPfn && pfn < endPfn;
    }
  }

  /** {@code page_desc_t}. */
  private record Descriptor(long offset, int sizeBytes, int flags) {}

  private KdumpFile(List<ByteSource> sources) {
    ByteSource first = sources.get(0);
    this.header = header(first);
    long bitmap = header.bitmapOffset();
    this.existing = new StoredPages(first, bitmap, header.maxMapnr());
    this.stored =
        header.hasTwoBitmaps()
            ? new StoredPages(first, bitmap + header.bitmapBytes() / 2, header.maxMapnr())
            : existing;
    this.parts = parts(sources);
    this.cache = new PageCache(CACHE_BYTES, header.blockSizeBytes());
    this.notes = notes(first);
    this.vmcoreInfo = vmcoreInfo(first);
    this.description = describe();
  }

  public static boolean isKdump(ByteSource source) {
    return source.holds(0, SIGNATURE.length())
        && new String(source.read(0, SIGNATURE.length()), StandardCharsets.ISO_8859_1)
            .equals(SIGNATURE);
  }

  /**
   * @param sources the file, or the parts of a split dump in any order
   * @throws MalformedInput when the headers contradict themselves or the file
   */
  public static KdumpFile open(List<ByteSource> sources) {
    return new KdumpFile(sources);
  }

  private static KdumpHeader header(ByteSource source) {
    KdumpHeader header =
        KdumpHeader.read(source)
            .orElseThrow(() -> new MalformedInput("no plausible kdump header", source.name(), 0));
    if (header.maxMapnr() < 0 || header.maxMapnr() > MAX_PAGES) {
      throw new MalformedInput("max_mapnr " + header.maxMapnr(), source.name(), 0);
    }
    if (source.sizeBytes() < header.descriptorsOffset()) {
      throw new MalformedInput(
          "was cut off before its first page descriptor: no memory is left to read",
          source.name(),
          source.sizeBytes());
    }
    return header;
  }

  private List<Part> parts(List<ByteSource> sources) {
    List<Part> all = new ArrayList<>();
    for (ByteSource source : sources) {
      KdumpHeader own = header(source);
      boolean sameDump =
          own.blockSizeBytes() == header.blockSizeBytes()
              && own.maxMapnr() == header.maxMapnr()
              && own.bitmapBlocks() == header.bitmapBlocks();
      if (!sameDump) {
        throw new MalformedInput(
            "is no part of the same dump as " + sources.get(0).name(), source.name(), 0);
      }
      long start = own.isSplit() ? own.startPfn() : 0;
      long end = own.isSplit() ? own.endPfn() : own.maxMapnr();
      if (start < 0 || end < start || end > own.maxMapnr()) {
        throw new MalformedInput("holds pages " + start + " to " + end, source.name(), 0);
      }
      all.add(new Part(source, start, end, stored.rank(start)));
    }
    all.sort(Comparator.comparingLong(Part::startPfn));
    return List.copyOf(all);
  }

  private List<ElfNote> notes(ByteSource source) {
    if (header.notesOffset() == 0 || header.notesBytes() == 0) {
      return List.of();
    }
    return List.copyOf(
        ElfNotes.parse(
            source.slice("notes", header.notesOffset(), header.notesBytes()), header.order()));
  }

  private Optional<VmcoreInfo> vmcoreInfo(ByteSource source) {
    if (header.vmcoreInfoOffset() != 0 && header.vmcoreInfoBytes() > 0) {
      byte[] text =
          source
              .slice("vmcoreinfo", header.vmcoreInfoOffset(), header.vmcoreInfoBytes())
              .read(0, (int) Math.min(header.vmcoreInfoBytes(), 1 << 20));
      return Optional.of(VmcoreInfo.parse(text));
    }
    return notes.stream()
        .filter(note -> note.name().equals("VMCOREINFO"))
        .map(note -> VmcoreInfo.parse(note.descriptor()))
        .findFirst();
  }

  private DumpDescription describe() {
    List<String> warnings = new ArrayList<>();
    if (header.isIncomplete()) {
      warnings.add("the dump is incomplete: its writer ran out of space");
    }
    for (int i = 0; i < parts.size(); i++) {
      if (isCutOff(parts.get(i))) {
        String which = parts.size() == 1 ? "the dump" : "part " + (i + 1) + " of the dump";
        warnings.add(which + " was cut off: pages at its end are missing");
      }
    }
    if (parts.size() == 1 && header.isSplit()) {
      warnings.add("this is one part of a split dump; the others were not given");
    }
    return new DumpDescription(
        "kdump-compressed v" + header.version() + " (" + compression() + ")",
        header.machine(),
        header.order(),
        header.blockSizeBytes(),
        header.dumpLevel() < 0 ? OptionalInt.empty() : OptionalInt.of(header.dumpLevel()),
        header.physBase(),
        warnings);
  }

  private String compression() {
    PageCompression named = PageCompression.of(header.status() & 0x27);
    return named == null ? "mixed" : named.name().toLowerCase(Locale.ROOT);
  }

  /** Whether descriptors or data reach past the end; looks at the last descriptors only. */
  private boolean isCutOff(Part part) {
    long count = stored.rank(part.endPfn()) - part.firstRank();
    long size = part.source().sizeBytes();
    long there = (size - header.descriptorsOffset()) / DESCRIPTOR_BYTES;
    long lastData = 0;
    for (long i = Math.max(0, count - 64); i < Math.min(count, there); i++) {
      Descriptor descriptor = descriptor(part, i);
      lastData = Math.max(lastData, descriptor.offset() + descriptor.sizeBytes());
    }
    return there < count || lastData > size;
  }

  /** Pages whose descriptor or data lies behind the end of the file. Reads all descriptors. */
  private long nrCut(Part part) {
    long count = stored.rank(part.endPfn()) - part.firstRank();
    long there = (part.source().sizeBytes() - header.descriptorsOffset()) / DESCRIPTOR_BYTES;
    long whole = 0;
    for (long first = 0; first < Math.min(count, there); first += DESCRIPTORS_AT_ONCE) {
      int n = (int) Math.min(DESCRIPTORS_AT_ONCE, Math.min(count, there) - first);
      byte[] bytes =
          part.source()
              .read(header.descriptorsOffset() + first * DESCRIPTOR_BYTES, n * DESCRIPTOR_BYTES);
      Cursor in = new Cursor(bytes, header.order(), part.source().name());
      for (int i = 0; i < n; i++) {
        in.seek(i * DESCRIPTOR_BYTES);
        whole += reachesPastEnd(part, in.u64(), in.s32()) ? 0 : 1;
      }
    }
    return count - whole;
  }

  private Descriptor descriptor(Part part, long number) {
    long at = header.descriptorsOffset() + number * DESCRIPTOR_BYTES;
    byte[] bytes = part.source().read(at, 16);
    Cursor in = new Cursor(bytes, header.order(), part.source().name());
    return new Descriptor(in.u64(), in.s32(), in.s32());
  }

  @Override
  public String name() {
    return parts.get(0).source().name();
  }

  @Override
  public DumpDescription description() {
    return description;
  }

  @Override
  public List<ElfNote> notes() {
    return notes;
  }

  @Override
  public Optional<VmcoreInfo> vmcoreInfo() {
    return vmcoreInfo;
  }

  private long pfn(long paddr) {
    return paddr >>> Integer.numberOfTrailingZeros(header.blockSizeBytes());
  }

  private Part partOf(long pfn) {
    for (Part part : parts) {
      if (part.holds(pfn)) {
        return part;
      }
    }
    return null;
  }

  private static boolean reachesPastEnd(Part part, long offset, long sizeBytes) {
    return !part.source().holds(offset, sizeBytes);
  }

  @Override
  public PageState state(long paddr) {
    long pfn = pfn(paddr);
    if (!stored.contains(pfn)) {
      return existing.contains(pfn) ? PageState.EXCLUDED : PageState.ABSENT;
    }
    Part part = partOf(pfn);
    if (part == null) {
      return PageState.ABSENT_PART;
    }
    long number = stored.rank(pfn) - part.firstRank();
    if (reachesPastEnd(
        part, header.descriptorsOffset() + number * DESCRIPTOR_BYTES, DESCRIPTOR_BYTES)) {
      return PageState.TRUNCATED;
    }
    Descriptor descriptor = descriptor(part, number);
    if (descriptor.offset() == 0) {
      return PageState.LOST;
    }
    if (descriptor.sizeBytes() <= 0
        || descriptor.sizeBytes() > header.blockSizeBytes()
        || descriptor.offset() > 0 && descriptor.offset() < header.descriptorsOffset()
        || PageCompression.of(descriptor.flags()) == null) {
      return PageState.CORRUPT;
    }
    return reachesPastEnd(part, descriptor.offset(), descriptor.sizeBytes())
        ? PageState.TRUNCATED
        : PageState.PRESENT;
  }

  @Override
  public Page page(long paddr) {
    int size = header.blockSizeBytes();
    long pfn = pfn(paddr);
    if (!stored.contains(pfn)) {
      throw missing(paddr, state(paddr));
    }
    return new Page(paddr & -(long) size, cache.get(pfn, this::decode), 0, size);
  }

  @Override
  public OptionalLong nextStored(long paddr) {
    OptionalLong pfn = stored.next(pfn(paddr));
    return pfn.isEmpty()
        ? pfn
        : OptionalLong.of(Math.max(paddr, pfn.getAsLong() * header.blockSizeBytes()));
  }

  private MemoryFault missing(long paddr, PageState state) {
    return state == PageState.EXCLUDED
        ? new PageExcluded(name(), paddr, state)
        : new PageAbsent(name(), paddr, state);
  }

  private byte[] decode(long pfn) {
    long paddr = pfn * header.blockSizeBytes();
    PageState state = state(paddr);
    if (state == PageState.CORRUPT) {
      throw new PageCorrupt(name(), paddr, "its descriptor makes no sense");
    }
    if (state != PageState.PRESENT) {
      throw missing(paddr, state);
    }
    Part part = partOf(pfn);
    Descriptor descriptor = descriptor(part, stored.rank(pfn) - part.firstRank());
    byte[] packed = part.source().read(descriptor.offset(), descriptor.sizeBytes());
    byte[] page = new byte[header.blockSizeBytes()];
    try {
      int got = PageCompression.of(descriptor.flags()).decompress(packed, packed.length, page);
      if (got != page.length) {
        throw new PageCorrupt(name(), paddr, "it has " + got + " bytes only");
      }
    } catch (DataFormatException e) {
      throw new PageCorrupt(name(), paddr, e.getMessage());
    }
    return page;
  }

  @Override
  public PageCounts pageCounts() {
    Map<PageState, Long> pages = new EnumMap<>(PageState.class);
    long wanted = stored.count();
    long cut = parts.stream().filter(this::isCutOff).mapToLong(this::nrCut).sum();
    pages.put(PageState.PRESENT, wanted - cut);
    pages.put(PageState.TRUNCATED, cut);
    pages.put(PageState.EXCLUDED, Math.max(0, existing.count() - wanted));
    pages.put(PageState.ABSENT, Math.max(0, header.maxMapnr() - existing.count()));
    return new PageCounts(header.blockSizeBytes(), pages);
  }

  @Override
  public void close() {
    parts.forEach(part -> part.source().close());
  }
}
