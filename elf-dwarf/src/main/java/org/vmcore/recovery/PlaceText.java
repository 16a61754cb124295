package org.vmcore.recovery;

import java.nio.charset.StandardCharsets;
import org.vmcore.dump.VmcoreInfo;

/** Writes what was found out in the form in which a kernel tells it. */
final class PlaceText {
  private static final String[] SYMBOLS = {
    "init_uts_ns", "node_online_map", "swapper_pg_dir", "init_top_pgt", "_stext"
  };

  private final StringBuilder text = new StringBuilder();

  PlaceText() {}

  /**
   * What a vmlinux knows.
   *
   * @param shift run-time minus link-time addresses
   */
  PlaceText(LinkedKernel kernel, long shift) {
    kernel.release().ifPresent(release -> line("OSRELEASE", release));
    kernel.buildId().ifPresent(id -> line("BUILD-ID", id));
    for (String symbol : SYMBOLS) {
      kernel.address(symbol, shift).ifPresent(vaddr -> symbol(symbol, vaddr));
    }
    hex("KERNELOFFSET", shift);
  }

  private void line(String key, String value) {
    text.append(key).append('=').append(value).append('\n');
  }

  PlaceText hex(String key, long value) {
    line(key, Long.toHexString(value));
    return this;
  }

  PlaceText symbol(String name, long vaddr) {
    line("SYMBOL(" + name + ")", Long.toHexString(vaddr));
    return this;
  }

  PlaceText pageSize(int bytes) {
    line("PAGESIZE", Integer.toString(bytes));
    return this;
  }

  PlaceText number(String name, long value) {
    line("NUMBER(" + name + ")", Long.toString(value));
    return this;
  }

  VmcoreInfo info() {
    return VmcoreInfo.parse(text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
