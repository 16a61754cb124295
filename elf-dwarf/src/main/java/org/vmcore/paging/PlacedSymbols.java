package org.vmcore.paging;

import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.dump.Dump;
import org.vmcore.io.Unsupported;

/**
 * Run-time addresses and numbers that place a kernel's page tables: from VMCOREINFO, which the
 * crashed kernel wrote itself, else from its symbol table.
 */
final class PlacedSymbols {
  private final Dump dump;
  private final Function<String, OptionalLong> symbols;
  private final Function<String, OptionalLong> enumerators;

  PlacedSymbols(
      Dump dump,
      Function<String, OptionalLong> symbols,
      Function<String, OptionalLong> enumerators) {
    this.dump = dump;
    this.symbols = symbols;
    this.enumerators = enumerators;
  }

  /** The value of an enumerator, which tells of what the kernel can do. */
  OptionalLong enumerator(String name) {
    return enumerators.apply(name);
  }

  OptionalLong address(String symbol) {
    OptionalLong told =
        dump.vmcoreInfo().map(info -> info.symbol(symbol)).orElse(OptionalLong.empty());
    return told.isPresent() ? told : symbols.apply(symbol);
  }

  /** The first of these symbols that the kernel has. */
  long anyAddress(String... names) {
    for (String name : names) {
      OptionalLong address = address(name);
      if (address.isPresent()) {
        return address.getAsLong();
      }
    }
    String why = "cannot place the kernel's page tables: no symbol " + String.join(" or ", names);
    throw new Unsupported(
        dump.vmcoreInfo().isPresent() ? why : why + ", and no VMCOREINFO in notes or memory",
        dump.name(),
        "give the vmlinux of the crashed kernel, or the text with --vmcoreinfo");
  }

  /** {@code NUMBER(name)} of VMCOREINFO. */
  OptionalLong number(String name) {
    return dump.vmcoreInfo().map(info -> info.number(name)).orElse(OptionalLong.empty());
  }

  /** A key of VMCOREINFO whose value is hex, such as {@code KERNELOFFSET}. */
  OptionalLong hex(String key) {
    return dump.vmcoreInfo().map(info -> info.hex(key)).orElse(OptionalLong.empty());
  }

  /** A key of VMCOREINFO whose value is decimal, such as {@code OFFSET(x.y)}. */
  OptionalLong decimal(String key) {
    return dump.vmcoreInfo().map(info -> info.decimal(key)).orElse(OptionalLong.empty());
  }

  /** {@code log2(PAGE_SIZE)}, from 12 to 16. */
  int pageShift(int otherwise) {
    OptionalLong size = decimal("PAGESIZE");
    return size.isEmpty()
        ? otherwise
        : Math.max(12, Math.min(16, Long.numberOfTrailingZeros(size.getAsLong())));
  }
}
