package org.vmcore.kernel.mm;

import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.PointerType;

/**
 * Physical memory in sections of equal size, {@code struct mem_section} in {@code
 * include/linux/mmzone.h}: which of them there are, and where their {@code struct page}s lie.
 * Immutable.
 */
public final class MemorySections {
  private static final int X86_64_SECTION_SIZE_BITS = 27; // arch/x86/include/asm/sparsemem.h
  private static final int MAX_SECTIONS = 1 << 22;

  // include/linux/mmzone.h; the first bits have stayed where they are
  private static final long SECTION_HAS_MEM_MAP = 1 << 1;
  private static final long SECTION_IS_ONLINE = 1 << 2;
  private static final int SECTION_MAP_LAST_BIT = 6; // no more before enumerators came in 6.0

  private final int sizeBits;
  private final int pageShift;
  private final Value[] sections;
  private final long[] maps;

  private MemorySections(Program kernel) {
    this.sizeBits = sizeBits(kernel);
    this.pageShift = kernel.pageShift();
    long count = kernel.symbol("__highest_present_section_nr").asLong() + 1;
    if (count <= 0 || count > MAX_SECTIONS) {
      throw new Malformed("absurd number of sections " + count, "mem_section", 0);
    }
    this.sections = new Value[(int) count];
    this.maps = new long[(int) count];
    Value roots = kernel.symbol("mem_section");
    for (int nr = 0; nr < count; nr++) {
      sections[nr] = find(roots, nr).orElse(null);
      maps[nr] = sections[nr] == null ? 0 : sections[nr].field("section_mem_map").asLong();
    }
  }

  public static MemorySections of(Program kernel) {
    return kernel.computed(MemorySections.class, MemorySections::new);
  }

  /** {@code SECTION_SIZE_BITS}. */
  static int sizeBits(Program kernel) {
    OptionalLong told =
        kernel
            .dump()
            .vmcoreInfo()
            .map(info -> info.number("SECTION_SIZE_BITS"))
            .orElse(OptionalLong.empty());
    if (told.isPresent()) {
      return (int) told.getAsLong();
    }
    if (!kernel.machine().equals("x86_64")) {
      throw new NoSuchSymbol("SECTION_SIZE_BITS", "not told by the dump");
    }
    return X86_64_SECTION_SIZE_BITS;
  }

  /** {@code __nr_to_section()}: of one array, or with {@code SPARSEMEM_EXTREME} of many. */
  private static Optional<Value> find(Value roots, int nr) {
    boolean extreme = roots.type().resolved() instanceof PointerType;
    if (!extreme) {
      return Optional.of(roots.index(nr).index(0));
    }
    if (roots.isNull()) {
      return Optional.empty();
    }
    Program kernel = roots.program();
    int perRoot = (int) (kernel.pageSizeBytes() / kernel.sizeOf("struct mem_section"));
    Value root = roots.index(nr / perRoot);
    return root.isNull() ? Optional.empty() : Optional.of(root.index(nr % perRoot));
  }

  /** {@code PAGES_PER_SECTION}. */
  public long pagesEach() {
    return 1L << sizeBits - pageShift;
  }

  /** Behind the last page of the last section. */
  long endPfn() {
    return sections.length * pagesEach();
  }

  /** {@code pfn_to_section_nr()}. */
  private int number(long pfn) {
    long nr = pfn >>> sizeBits - pageShift;
    return nr < sections.length ? (int) nr : -1;
  }

  /** {@code pfn_to_online_page()}: whether a page's memory is in use. */
  public boolean isOnline(long pfn) {
    int nr = number(pfn);
    return nr >= 0 && (maps[nr] & SECTION_IS_ONLINE) != 0;
  }

  /** Address of the page's {@code struct page}; empty for a page that has none. */
  public OptionalLong pageAddress(Program kernel, long pfn) {
    int nr = number(pfn);
    if (nr < 0 || (maps[nr] & SECTION_HAS_MEM_MAP) == 0) {
      return OptionalLong.empty();
    }
    long lastBit = kernel.findEnumerator("SECTION_MAP_LAST_BIT").orElse(SECTION_MAP_LAST_BIT);
    long map = maps[nr] & -1L << lastBit; // of page 0, were it in this section
    return OptionalLong.of(map + pfn * kernel.sizeOf("struct page"));
  }

  /** Bits of the blocks of pages in the section: {@code section_to_usemap()}. */
  public Optional<Value> pageblockFlags(long pfn) {
    int nr = number(pfn);
    if (nr < 0 || sections[nr] == null) {
      return Optional.empty();
    }
    Value section = sections[nr];
    return Optional.of(
        section.has("usage") // 5.3+
            ? section.at("usage.pageblock_flags")
            : section.field("pageblock_flags"));
  }
}
