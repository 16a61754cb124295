package org.vmcore.paging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageAbsent;
import org.vmcore.dump.PageCounts;
import org.vmcore.dump.PageState;
import org.vmcore.dump.VmcoreInfo;

/** A dump built in code: words at physical addresses; pages without a word are absent. */
public final class PhysicalWords implements Dump {
  private static final int PAGE_BYTES = 4096;

  private final TreeMap<Long, byte[]> pages = new TreeMap<>();
  private final List<ElfNote> notes = new ArrayList<>();
  private final StringBuilder vmcoreInfo = new StringBuilder();
  private final String machine;
  private final ByteOrder order;
  private long physBase;

  public PhysicalWords(String machine) {
    this.machine = machine;
    this.order = machine.equals("s390x") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** What the header of a container may tell. */
  public PhysicalWords physBase(long bytes) {
    physBase = bytes;
    return this;
  }

  /** A word in the machine's byte order. */
  public PhysicalWords word(long paddr, long value) {
    return word(paddr, value, order);
  }

  public PhysicalWords word(long paddr, long value, ByteOrder wordOrder) {
    byte[] page = pages.computeIfAbsent(paddr & -PAGE_BYTES, p -> new byte[PAGE_BYTES]);
    ByteBuffer.wrap(page).order(wordOrder).putLong((int) paddr & PAGE_BYTES - 1, value);
    return this;
  }

  /** Bytes from an address on, over pages. */
  public PhysicalWords bytes(long paddr, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      long at = paddr + i;
      pages
              .computeIfAbsent(at & -PAGE_BYTES, p -> new byte[PAGE_BYTES])[
              (int) at & PAGE_BYTES - 1] =
          bytes[i];
    }
    return this;
  }

  public PhysicalWords text(long paddr, String text) {
    return bytes(paddr, text.getBytes(StandardCharsets.US_ASCII));
  }

  public PhysicalWords note(String name, int type, byte[] descriptor) {
    notes.add(new ElfNote(name, type, descriptor));
    return this;
  }

  /** The word at an address, 0 where there is none. */
  public long wordAt(long paddr, ByteOrder wordOrder) {
    byte[] page = pages.get(paddr & -PAGE_BYTES);
    return page == null
        ? 0
        : ByteBuffer.wrap(page).order(wordOrder).getLong((int) paddr & PAGE_BYTES - 1);
  }

  public PhysicalWords info(String line) {
    vmcoreInfo.append(line).append('\n');
    return this;
  }

  @Override
  public String name() {
    return "built";
  }

  @Override
  public DumpDescription description() {
    return new DumpDescription(
        "words", machine, order, PAGE_BYTES, OptionalInt.empty(), physBase, List.of());
  }

  @Override
  public PageState state(long paddr) {
    return pages.containsKey(paddr & -PAGE_BYTES) ? PageState.PRESENT : PageState.ABSENT;
  }

  @Override
  public Page page(long paddr) {
    byte[] bytes = pages.get(paddr & -PAGE_BYTES);
    if (bytes == null) {
      throw new PageAbsent(name(), paddr, PageState.ABSENT);
    }
    return new Page(paddr & -PAGE_BYTES, bytes, 0, PAGE_BYTES);
  }

  @Override
  public OptionalLong nextStored(long paddr) {
    Long page = pages.ceilingKey(paddr & -PAGE_BYTES);
    return page == null ? OptionalLong.empty() : OptionalLong.of(Math.max(page, paddr));
  }

  @Override
  public List<ElfNote> notes() {
    return notes;
  }

  @Override
  public Optional<VmcoreInfo> vmcoreInfo() {
    return vmcoreInfo.isEmpty()
        ? Optional.empty()
        : Optional.of(VmcoreInfo.parse(vmcoreInfo.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public PageCounts pageCounts() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
