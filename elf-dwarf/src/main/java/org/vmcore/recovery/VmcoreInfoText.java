package org.vmcore.recovery;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;

/** A VMCOREINFO that lies in memory as text; tells it from what only looks so. */
final class VmcoreInfoText {
  private static final int MAX_BYTES = 1 << 16; // the largest page of any kernel
  private static final int MIN_LINES = 20;

  private VmcoreInfoText() {}

  /** The text that begins at a physical address, if one does. */
  static Optional<VmcoreInfo> at(Dump dump, long paddr) {
    byte[] bytes = PhysicalMemory.read(dump, paddr, MAX_BYTES);
    int length = 0;
    while (length < bytes.length && isText(bytes[length])) {
      length++;
    }
    return of(Arrays.copyOf(bytes, length));
  }

  /** These bytes as a VMCOREINFO, if they are one. */
  static Optional<VmcoreInfo> of(byte[] bytes) {
    VmcoreInfo info = VmcoreInfo.parse(bytes);
    OptionalLong pageSize = info.decimal("PAGESIZE");
    long size = pageSize.orElse(0);
    boolean legalPage = size >= 4096 && size <= MAX_BYTES && Long.bitCount(size) == 1;
    boolean placesKernel =
        info.symbol("_stext").isPresent() || info.symbol("swapper_pg_dir").isPresent();
    boolean hasRelease = info.value("OSRELEASE").filter(r -> r.matches("\\d[!-~]*")).isPresent();
    return legalPage && placesKernel && hasRelease && info.values().size() >= MIN_LINES
        ? Optional.of(info)
        : Optional.empty();
  }

  private static boolean isText(byte b) {
    return b >= ' ' && b < 0x7f || b == '\n' || b == '\r';
  }
}
