package org.vmcore.paging;

import java.util.Optional;
import java.util.function.Consumer;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Page;

/** Goes over page tables in the order of addresses. Confined to one thread, for one walk. */
final class PageTableScan {
  /** The tables of 512 GiB in pages of 4 KiB. Tables that lead back to themselves hold more. */
  static final int MAX_TABLES = 1 << 18;

  private final Dump dump;
  private final PageTableForm form;
  private final Entries entries;
  private final int maxTables;
  private final Consumer<PageTableEntry> visitor;
  private int nrTables;

  PageTableScan(Dump dump, PageTableForm form, int maxTables, Consumer<PageTableEntry> visitor) {
    this.dump = dump;
    this.form = form;
    this.maxTables = maxTables;
    this.entries = new Entries(dump, form);
    this.visitor = visitor;
  }

  /** Reads entries one behind the other, each page of a dump once. */
  private static final class Entries {
    private final Dump dump;
    private final PageTableForm form;
    private Page page;

    Entries(Dump dump, PageTableForm form) {
      this.dump = dump;
      this.form = form;
    }

    long at(long paddr) {
      if (page == null || paddr - page.paddr() < 0 || paddr - page.paddr() >= page.sizeBytes()) {
        page = dump.page(paddr);
      }
      return PageTableWalker.entry(dump, form, page, paddr);
    }
  }

  /**
   * All entries of a table and those below it that lie in a range.
   *
   * @param base address that the table's first entry is for
   * @param first lowest address wanted
   * @param last highest address wanted
   */
  void table(long table, int level, long base, long first, long last) {
    if (++nrTables > maxTables) {
      throw new NotMapped(dump.name(), base, "page tables without an end");
    }
    int shift = form.shift(level);
    long lastIndex = (last - base) >>> shift;
    for (long index = (first - base) >>> shift; index <= lastIndex; index++) {
      long vaddr = base + (index << shift);
      long entry = entries.at(table + index * PageTableWalker.ENTRY_BYTES);
      if (!form.isPresent(level, entry)) {
        if (!form.isNone(level, entry)) {
          visitor.accept(swapped(level, vaddr, entry));
        }
      } else if (form.isLeaf(level, entry)) {
        leaf(level, vaddr, entry);
      } else {
        long end = vaddr + (1L << shift) - 1;
        below(level, entry, vaddr, highest(first, vaddr), lowest(last, end));
      }
    }
  }

  private PageTableEntry swapped(int level, long vaddr, long entry) {
    long size = 1L << form.shift(level);
    return new PageTableEntry(
        vaddr, size, entry, false, form.swapEntry(level, entry), 0, false, false, false);
  }

  private void leaf(int level, long vaddr, long entry) {
    // A run of entries for one piece of memory is told entry by entry.
    long inside = (1L << form.leafShift(level, entry)) - 1;
    visitor.accept(
        new PageTableEntry(
            vaddr,
            1L << form.shift(level),
            entry,
            true,
            Optional.empty(),
            form.address(level, entry) & ~inside | vaddr & inside,
            form.isYoung(level, entry),
            form.isDirty(level, entry),
            form.isSpecial(level, entry)));
  }

  private void below(int level, long entry, long base, long first, long last) {
    int shift = form.shift(level - 1);
    long nrEntries = 1L << form.indexBits(level - 1);
    long from = (first - base) >>> shift;
    long to = (last - base) >>> shift;
    while (from <= to && !form.reaches(level, entry, from)) {
      from++;
    }
    while (from <= to && !form.reaches(level, entry, to)) {
      to--;
    }
    if (from <= to && to < nrEntries) {
      table(
          form.address(level, entry),
          level - 1,
          base,
          highest(first, base + (from << shift)),
          lowest(last, base + (to + 1 << shift) - 1));
    }
  }

  private static long highest(long one, long other) {
    return Long.compareUnsigned(one, other) > 0 ? one : other;
  }

  private static long lowest(long one, long other) {
    return Long.compareUnsigned(one, other) < 0 ? one : other;
  }
}
