package org.vmcore.sample.hostile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageCounts;
import org.vmcore.dump.PageState;
import org.vmcore.dump.VmcoreInfo;

/** A dump with other bytes in some places. */
final class OverlaidDump implements Dump {
  private final Dump dump;
  private final TreeMap<Long, Byte> bytes = new TreeMap<>(); // by physical address

  OverlaidDump(Dump dump) {
    this.dump = dump;
  }

  /** Before anybody reads. */
  void put(long paddr, byte value) {
    bytes.put(paddr, value);
  }

  @Override
  public Page page(long paddr) {
    Page page = dump.page(paddr);
    Map<Long, Byte> changed = bytes.subMap(page.paddr(), page.paddr() + page.sizeBytes());
    if (changed.isEmpty()) {
      return page;
    }
    byte[] copy = new byte[page.sizeBytes()];
    System.arraycopy(page.bytes(), page.offset(), copy, 0, copy.length);
    changed.forEach((at, value) -> copy[(int) (at - page.paddr())] = value);
    return new Page(page.paddr(), copy, 0, copy.length, page.isSaved());
  }

  @Override
  public String name() {
    return dump.name();
  }

  @Override
  public DumpDescription description() {
    return dump.description();
  }

  @Override
  public PageState state(long paddr) {
    return dump.state(paddr);
  }

  @Override
  public OptionalLong nextStored(long paddr) {
    return dump.nextStored(paddr);
  }

  @Override
  public List<ElfNote> notes() {
    return dump.notes();
  }

  @Override
  public Optional<VmcoreInfo> vmcoreInfo() {
    return dump.vmcoreInfo();
  }

  @Override
  public PageCounts pageCounts() {
    return dump.pageCounts();
  }

  /** The dump beneath stays open for the next one. */
  @Override
  public void close() {}
}
