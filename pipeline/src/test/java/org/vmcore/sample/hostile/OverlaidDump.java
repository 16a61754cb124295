package org.vmcore.sample.hostile;

import java.util.Map;
import java.util.TreeMap;
import org.vmcore.dump.Dump;
import org.vmcore.dump.ForwardingDump;
import org.vmcore.dump.Page;

/** A dump with other bytes in some places. */
final class OverlaidDump extends ForwardingDump {
  private final TreeMap<Long, Byte> bytes = new TreeMap<>(); // by physical address

  OverlaidDump(Dump dump) {
    super(dump);
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

  /** The dump beneath stays open for the next one. */
  @Override
  public void close() {}
}
