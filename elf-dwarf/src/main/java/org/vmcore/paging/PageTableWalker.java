package org.vmcore.paging;

import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageState;

/** Translates virtual addresses by walking the page tables in a dump. Thread-safe, stateless. */
public final class PageTableWalker {
  static final int ENTRY_BYTES = 8;

  private final Dump dump;
  private final PageTableForm form;
  private final long rootPaddr;

  /**
   * @param rootPaddr physical address of the top table
   */
  public PageTableWalker(Dump dump, PageTableForm form, long rootPaddr) {
    this.dump = dump;
    this.form = form;
    this.rootPaddr = rootPaddr & -ENTRY_BYTES;
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
  public long translate(long vaddr) {
    if (!form.isCanonical(vaddr)) {
      throw new NotMapped(dump.name(), vaddr, form.whyNotCanonical());
    }
    long table = rootPaddr;
    for (int level = form.levels(); level > 0; level--) {
      long entry = entryAt(table + index(level, vaddr) * ENTRY_BYTES);
      if (!form.isPresent(level, entry)) {
        throw new NotMapped(dump.name(), vaddr, "no entry at page-table level " + level);
      }
      long next = form.address(level, entry);
      if (form.isLeaf(level, entry)) {
        long inside = (1L << form.leafShift(level, entry)) - 1;
        return next & ~inside | vaddr & inside;
      }
      if (level > 1 && !form.reaches(level, entry, index(level - 1, vaddr))) {
        throw new NotMapped(dump.name(), vaddr, "outside the table of level " + (level - 1));
      }
      table = next;
    }
    throw new NotMapped(dump.name(), vaddr, "page tables without a last level");
  }

  /**
   * Everything that is mapped or swapped out in a range, by ascending address. A large entry is
   * told whole, even where it begins before the range.
   *
   * @param last the last address of the range, in the same half of the address space
   * @throws NotMapped when the range is none, or the tables do not end
   * @throws org.vmcore.dump.MemoryFault when a table is not in the dump
   */
  public void forEachEntry(long first, long last, Consumer<PageTableEntry> visitor) {
    forEachEntry(first, last, PageTableScan.MAX_TABLES, visitor);
  }

  /**
   * As above, for tables that may be none.
   *
   * @param maxTables how many tables to look at
   */
  public void forEachEntry(long first, long last, int maxTables, Consumer<PageTableEntry> visitor) {
    int top = form.levels();
    int bits = form.shift(top) + form.indexBits(top);
    long base = bits >= Long.SIZE ? 0 : first & -1L << bits;
    boolean oneTable = bits >= Long.SIZE || last - base >>> bits == 0;
    if (!form.isCanonical(first)
        || !form.isCanonical(last)
        || !oneTable
        || Long.compareUnsigned(first, last) > 0) {
      throw new NotMapped(dump.name(), first, "no range of the tables");
    }
    new PageTableScan(dump, form, maxTables, visitor).table(rootPaddr, top, base, first, last);
  }

  /**
   * Whether the top table can be one, by its entries for a range of addresses in one half: there
   * are some, and all of them lead to memory that the dump knows of.
   */
  public boolean isLikely(long first, long last) {
    int top = form.levels();
    Page page = null;
    int leading = 0;
    try {
      for (long index = index(top, first); index <= index(top, last); index++) {
        long at = rootPaddr + index * ENTRY_BYTES;
        page = page != null && at - page.paddr() < page.sizeBytes() ? page : dump.page(at);
        long entry = entry(dump, form, page, at);
        if (!form.isNone(top, entry)) {
          if (!form.isPresent(top, entry)
              || dump.state(form.address(top, entry)) == PageState.ABSENT) {
            return false;
          }
          leading++;
        }
      }
    } catch (MemoryFault notThere) {
      return false;
    }
    return leading > 0;
  }

  /** The word at an address, in the machine's byte order; empty when it cannot be read. */
  public OptionalLong wordAt(long vaddr) {
    try {
      long paddr = translate(vaddr);
      Page page = dump.page(paddr);
      int at = page.offset() + (int) (paddr - page.paddr());
      if (at > page.bytes().length - Long.BYTES) {
        return OptionalLong.empty(); // no variable lies across two pages
      }
      return OptionalLong.of(word(dump.description().order(), page.bytes(), at));
    } catch (MemoryFault unreadable) {
      return OptionalLong.empty();
    }
  }

  private long index(int level, long vaddr) {
    return vaddr >>> form.shift(level) & (1L << form.indexBits(level)) - 1;
  }

  private long entryAt(long paddr) {
    return entry(dump, form, dump.page(paddr), paddr);
  }

  static long entry(Dump dump, PageTableForm form, Page page, long paddr) {
    int at = page.offset() + (int) (paddr - page.paddr());
    return word(form.entryOrder(dump.description().order()), page.bytes(), at);
  }

  private static long word(ByteOrder order, byte[] bytes, int at) {
    return order == ByteOrder.LITTLE_ENDIAN
        ? (long) AddressSpace.LITTLE_U64.get(bytes, at)
        : (long) AddressSpace.BIG_U64.get(bytes, at);
  }
}
