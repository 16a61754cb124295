package org.vmcore.paging;

import java.nio.ByteOrder;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Page;

/** Translates virtual addresses by walking the page tables in a dump. Thread-safe, stateless. */
final class PageTableWalker {
  private static final int ENTRY_BYTES = 8;

  private final Dump dump;
  private final PageTableForm form;
  private final long rootPaddr;

  PageTableWalker(Dump dump, PageTableForm form, long rootPaddr) {
    this.dump = dump;
    this.form = form;
    this.rootPaddr = rootPaddr;
  }

  PageTableForm form() {
    return form;
  }

  /**
   * Physical address behind {@code vaddr}.
   *
   * @throws NotMapped when the tables hold no translation
   * @throws org.vmcore.dump.MemoryFault when a table is not in the dump
   */
  long translate(long vaddr) {
    if (!form.isCanonical(vaddr)) {
      throw new NotMapped(dump.name(), vaddr, "not a canonical address");
    }
    long table = rootPaddr;
    for (int level = form.levels(); level > 0; level--) {
      long index = vaddr >>> form.shift(level) & (1L << form.indexBits(level)) - 1;
      long entry = entryAt(table + index * ENTRY_BYTES);
      if (!form.isPresent(level, entry)) {
        throw new NotMapped(dump.name(), vaddr, "no entry at page-table level " + level);
      }
      long next = form.address(level, entry);
      if (form.isLeaf(level, entry)) {
        long inside = (1L << form.shift(level)) - 1;
        return next & ~inside | vaddr & inside;
      }
      table = next;
    }
    throw new NotMapped(dump.name(), vaddr, "page tables without a last level");
  }

  private long entryAt(long paddr) {
    Page page = dump.page(paddr);
    int at = page.offset() + (int) (paddr - page.paddr());
    return dump.description().order() == ByteOrder.LITTLE_ENDIAN
        ? (long) AddressSpace.LITTLE_U64.get(page.bytes(), at)
        : (long) AddressSpace.BIG_U64.get(page.bytes(), at);
  }
}
