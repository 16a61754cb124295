package org.vmcore.kernel.mm;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.vmcore.model.Program;

/**
 * How a page is used, as its {@code struct page} and that of the folio around it say, {@code
 * include/linux/page-flags.h}.
 *
 * @param anon {@code folio_test_anon()}: no file's
 * @param ksm {@code folio_test_ksm()}: equal ones were merged
 * @param flags {@code PG_*} bits of the folio
 * @param refCount {@code folio_ref_count()}
 * @param mapCount how often this page is mapped, alone or with all of its folio
 */
public record PageUse(boolean anon, boolean ksm, long flags, int refCount, int mapCount) {

  /** Reads {@code struct page}s of one kernel. Thread-safe. */
  public static final class Reader {
    private static final int PAGE_MAPPING_ANON = 1; // include/linux/page-flags.h
    private static final int PAGE_MAPPING_KSM = 3;

    private final Program kernel;
    private final int sizeBytes;
    private final int flags;
    private final int mapping;
    private final int refCount;
    private final int mapCount;
    private final int compound;
    private final boolean inFolio;
    private final OptionalLong entireMapCount;

    private Reader(Program kernel) {
      this.kernel = kernel;
      this.sizeBytes = (int) kernel.sizeOf("struct page");
      this.flags = offset("flags");
      this.mapping = offset("mapping");
      this.refCount = offset("_refcount");
      this.mapCount = offset("_mapcount");
      this.compound =
          offset(
              kernel.hasMember("struct page", "compound_info") // 7.0+
                  ? "compound_info"
                  : "compound_head");
      this.inFolio = kernel.hasMember("struct folio", "_entire_mapcount");
      this.entireMapCount = entireMapCount();
    }

    public static Reader of(Program kernel) {
      return kernel.computed(Reader.class, Reader::new);
    }

    private int offset(String member) {
      return (int) kernel.offsetOf("struct page", member);
    }

    /** From the head page: in a folio since 6.3, before that in the page behind the first. */
    private OptionalLong entireMapCount() {
      if (inFolio) {
        return OptionalLong.of(kernel.offsetOf("struct folio", "_entire_mapcount"));
      }
      return kernel.hasMember("struct page", "compound_mapcount")
          ? OptionalLong.of(sizeBytes + kernel.offsetOf("struct page", "compound_mapcount"))
          : OptionalLong.empty();
    }

    /** Address of the {@code struct page}; empty for memory that has none. */
    public OptionalLong pageAddress(long paddr) {
      return MemorySections.of(kernel).pageAddress(kernel, paddr >>> kernel.pageShift());
    }

    /** Of the page whose {@code struct page} lies there. */
    public PageUse at(long page) {
      ByteBuffer own = bytes(page);
      long head = head(page, own);
      ByteBuffer folio = head == page ? own : bytes(head);
      long kind = folio.getLong(mapping) & PAGE_MAPPING_KSM;
      return new PageUse(
          (kind & PAGE_MAPPING_ANON) != 0,
          kind == PAGE_MAPPING_KSM,
          folio.getLong(flags),
          folio.getInt(refCount),
          mapCount(own, head, folio));
    }

    private ByteBuffer bytes(long page) {
      return ByteBuffer.wrap(kernel.memory().read(page, sizeBytes)).order(kernel.memory().order());
    }

    /** {@code compound_head()}: its address, or (7.0+) a mask that makes it of this one. */
    private long head(long page, ByteBuffer own) {
      long info = own.getLong(compound);
      if ((info & 1) == 0) {
        return page;
      }
      boolean isMask = info >>> Integer.SIZE == 0xffff_ffffL;
      return isMask ? page & info : info - 1;
    }

    /** {@code page_mapcount()}: by itself, and with all of a large folio. */
    private int mapCount(ByteBuffer own, long head, ByteBuffer folio) {
      int alone = Math.max(0, own.getInt(mapCount) + 1);
      boolean large = (folio.getLong(flags) >> kernel.enumerator("PG_head") & 1) != 0;
      boolean anon = (folio.getLong(mapping) & PAGE_MAPPING_ANON) != 0;
      // Before folios counted that, each page of a file's huge page counted all mappings.
      boolean counted = !inFolio && !anon && alone > 0;
      return large && !counted && entireMapCount.isPresent()
          ? alone + kernel.memory().u32(head + entireMapCount.getAsLong()) + 1
          : alone;
    }
  }
}
