package org.vmcore.dump.kdump;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.vmcore.dump.EraseInfo;
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
import org.vmcore.io.CutShort;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/** A kdump-compressed dump, of one file or of the parts of a split one. Thread-safe. */
public final class KdumpFile implements Dump {
  static final String SIGNATURE = "KDUMP   ";

  private static final int COMPARED_BYTES = 1 << 16;
  private static final int MAX_VMCOREINFO_BYTES = 1 << 20;
  private static final int MAX_ERASE_BYTES = 16 << 20;
  private static final int NT_PRSTATUS = 1;
  private static final int NEWEST_VERSION = 6;
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
  private final byte[] zeros;

  /**
   * @param startPfn first page frame that this file has descriptors for
   * @param firstRank how many stored pages lie below it
   */
  private record Part(
      ByteSource source, long startPfn, long endPfn, long firstRank, PageDescriptors descriptors) {
    boolean holds(long pfn) {
      return pfn >= startPfn && pfn < endPfn;
    }

    /** Number of the descriptor of a page. */
    long number(long rank) {
      return rank - firstRank;
    }
  }

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
    this.zeros = new byte[header.blockSizeBytes()];
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
   * @throws Unsupported when the files are no parts of one dump
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
      if (!Arrays.equals(commonStart(header, source), commonStart(header, sources.get(0)))) {
        throw new Unsupported(
            "is no part of the same dump as " + sources.get(0).name(),
            source.name(),
            "give the parts of one dump alone");
      }
      long start = own.isSplit() ? own.startPfn() : 0;
      long end = own.isSplit() ? own.endPfn() : own.maxMapnr();
      boolean taken =
          all.stream().anyMatch(other -> start < other.endPfn() && other.startPfn() < end);
      if (start < 0 || end < start || end > own.maxMapnr() || taken) {
        throw new MalformedInput("holds pages " + start + " to " + end, source.name(), 0);
      }
      long rank = stored.rank(start);
      PageDescriptors descriptors = new PageDescriptors(source, header, stored.rank(end) - rank);
      all.add(new Part(source, start, end, rank, descriptors));
    }
    all.sort(Comparator.comparingLong(Part::startPfn));
    return List.copyOf(all);
  }

  /** What all parts of a dump have in common: the main header and the begin of the bitmaps. */
  static byte[] commonStart(KdumpHeader header, ByteSource source) {
    byte[] main = source.read(0, header.blockSizeBytes());
    int bitmapBytes = (int) Math.min(header.bitmapBytes(), COMPARED_BYTES);
    byte[] both = Arrays.copyOf(main, main.length + bitmapBytes);
    source.read(header.bitmapOffset(), both, main.length, bitmapBytes);
    return both;
  }

  private List<ElfNote> notes(ByteSource source) {
    List<ElfNote> all = new ArrayList<>();
    if (isThere(source, header.notesOffset(), header.notesBytes())) {
      all.addAll(
          ElfNotes.parse(
              source.slice("notes", header.notesOffset(), header.notesBytes()), header.order()));
    }
    if (isThere(source, header.eraseInfoOffset(), header.eraseInfoBytes())) {
      all.add(
          new ElfNote(
              EraseInfo.NOTE,
              0,
              text(source, header.eraseInfoOffset(), header.eraseInfoBytes(), MAX_ERASE_BYTES)));
    }
    return List.copyOf(all);
  }

  private static boolean isThere(ByteSource source, long offset, long sizeBytes) {
    return offset != 0 && sizeBytes > 0 && source.holds(offset, sizeBytes);
  }

  private static byte[] text(ByteSource source, long offset, long sizeBytes, int maxBytes) {
    return source.read(offset, (int) Math.min(sizeBytes, maxBytes));
  }

  private Optional<VmcoreInfo> vmcoreInfo(ByteSource source) {
    if (isThere(source, header.vmcoreInfoOffset(), header.vmcoreInfoBytes())) {
      return Optional.of(
          VmcoreInfo.parse(
              text(
                  source,
                  header.vmcoreInfoOffset(),
                  header.vmcoreInfoBytes(),
                  MAX_VMCOREINFO_BYTES)));
    }
    return VmcoreInfo.inNotes(notes);
  }

  private DumpDescription describe() {
    List<String> warnings = new ArrayList<>();
    if (header.isIncomplete()) {
      warnings.add("the dump is incomplete: its writer ran out of space");
    }
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).descriptors().areCutOff()) {
        String which = parts.size() == 1 ? "the dump" : "part " + (i + 1) + " of the dump";
        warnings.add(which + " was cut off: pages at its end are missing");
      }
    }
    warnings.addAll(missingParts());
    if (header.version() > NEWEST_VERSION) {
      warnings.add("the header's version is " + header.version() + ", read as " + NEWEST_VERSION);
    }
    if (header.bitmapTooShort()) {
      warnings.add("the header claims more pages than the bitmap has room for");
    }
    warnings.addAll(EraseInfo.warnings(notes));
    return new DumpDescription(
        "kdump-compressed v"
            + header.version()
            + " ("
            + compression()
            + (parts.size() == 1 ? ")" : ", " + parts.size() + " parts)"),
        machine(),
        header.order(),
        header.blockSizeBytes(),
        header.dumpLevel() < 0 ? OptionalInt.empty() : OptionalInt.of(header.dumpLevel()),
        header.physBase(),
        warnings);
  }

  /** Where the parts of a split dump leave out pages that are stored in others. */
  private List<String> missingParts() {
    List<String> missing = new ArrayList<>();
    long at = 0;
    for (Part part : parts) {
      addMissing(missing, at, part.startPfn());
      at = Math.max(at, part.endPfn()); // an empty part may follow one that begins where it does
    }
    addMissing(missing, at, header.maxMapnr());
    return missing;
  }

  private void addMissing(List<String> missing, long fromPfn, long toPfn) {
    if (fromPfn < toPfn && stored.rank(toPfn) > stored.rank(fromPfn)) {
      missing.add(
          "parts of a split dump were not given: pages of pfn "
              + fromPfn
              + " to "
              + (toPfn - 1)
              + " are missing");
    }
  }

  /**
   * What the header names, else the machine whose {@code NT_PRSTATUS} has the size of the notes'.
   */
  private String machine() {
    if (!header.machine().isEmpty()) {
      return header.machine();
    }
    boolean little = header.order() == ByteOrder.LITTLE_ENDIAN;
    return notes.stream()
        .filter(note -> note.name().equals("CORE") && note.type() == NT_PRSTATUS)
        .findFirst()
        .map(
            note ->
                switch (note.descriptor().length) {
                  case 336 -> little ? "x86_64" : "s390x";
                  case 392 -> "aarch64";
                  case 504 -> little ? "ppc64le" : "ppc64";
                  case 376 -> "riscv64";
                  default -> "";
                })
        .orElse("");
  }

  private String compression() {
    PageCompression named = PageCompression.of(header.status() & 0x27);
    return named == null ? "mixed" : named.name().toLowerCase(Locale.ROOT);
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
    return part.descriptors().state(part.number(stored.rank(pfn)));
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

  /** Of a page that the bitmap has. */
  private byte[] decode(long pfn) {
    long paddr = pfn * header.blockSizeBytes();
    Part part = partOf(pfn);
    if (part == null) {
      throw missing(paddr, PageState.ABSENT_PART);
    }
    long number = part.number(stored.rank(pfn));
    PageState state = part.descriptors().state(number);
    if (state == PageState.ZERO) {
      return zeros;
    }
    if (state == PageState.CORRUPT) {
      throw new PageCorrupt(name(), paddr, "its descriptor makes no sense");
    }
    if (state != PageState.PRESENT) {
      throw missing(paddr, state);
    }
    try {
      return decode(part.source(), part.descriptors().get(number));
    } catch (DataFormatException e) {
      throw new PageCorrupt(name(), paddr, e.getMessage());
    } catch (CutShort cut) {
      throw missing(paddr, PageState.TRUNCATED);
    }
  }

  private byte[] decode(ByteSource source, PageDescriptors.Descriptor descriptor)
      throws DataFormatException {
    byte[] packed = source.read(descriptor.offset(), descriptor.sizeBytes());
    byte[] page = new byte[header.blockSizeBytes()];
    int got = PageCompression.of(descriptor.flags()).decompress(packed, packed.length, page);
    if (got != page.length) {
      throw new DataFormatException("it has " + got + " bytes only");
    }
    return page;
  }

  @Override
  public PageCounts pageCounts() {
    Map<PageState, Long> pages = new EnumMap<>(PageState.class);
    long wanted = stored.count();
    pages.put(PageState.EXCLUDED, Math.max(0, existing.count() - wanted));
    pages.put(PageState.ABSENT, Math.max(0, header.maxMapnr() - existing.count()));
    long inParts = 0;
    for (Part part : parts) {
      inParts += part.descriptors().count();
      if (header.isIncomplete() || part.descriptors().areCutOff()) {
        part.descriptors().counts().forEach((state, count) -> pages.merge(state, count, Long::sum));
      } else {
        pages.merge(PageState.PRESENT, part.descriptors().count(), Long::sum);
      }
    }
    pages.put(PageState.ABSENT_PART, Math.max(0, wanted - inParts));
    return new PageCounts(header.blockSizeBytes(), pages);
  }

  @Override
  public void close() {
    parts.forEach(part -> part.source().close());
  }
}
