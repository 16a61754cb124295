package org.vmcore.kallsyms;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Run-time addresses of the tables that {@code scripts/kallsyms.c} writes, and of {@code _stext},
 * by which the scheme of addresses is recognised.
 *
 * @param addresses {@code kallsyms_offsets} or {@code kallsyms_addresses}
 * @param offsets whether it is the former: 32 bits each
 * @param relativeBase where {@code kallsyms_relative_base} lies, 0 for a kernel without one
 */
public record KallsymsLocation(
    long numSyms,
    long addresses,
    boolean offsets,
    long relativeBase,
    long names,
    long tokenTable,
    long tokenIndex,
    long stext) {

  /**
   * The tables as symbols name them; empty when one is not known.
   *
   * @param symbol run-time address of a symbol: from {@code VMCOREINFO} (6.0+) or a file
   */
  public static Optional<KallsymsLocation> from(Function<String, OptionalLong> symbol) {
    OptionalLong offsets = symbol.apply("kallsyms_offsets");
    long addresses = offsets.orElseGet(() -> symbol.apply("kallsyms_addresses").orElse(0));
    KallsymsLocation location =
        new KallsymsLocation(
            symbol.apply("kallsyms_num_syms").orElse(0),
            addresses,
            offsets.isPresent(),
            symbol.apply("kallsyms_relative_base").orElse(0),
            symbol.apply("kallsyms_names").orElse(0),
            symbol.apply("kallsyms_token_table").orElse(0),
            symbol.apply("kallsyms_token_index").orElse(0),
            symbol.apply("_stext").orElse(0));
    return location.isComplete() ? Optional.of(location) : Optional.empty();
  }

  private boolean isComplete() {
    return numSyms != 0
        && addresses != 0
        && names != 0
        && tokenTable != 0
        && tokenIndex != 0
        && stext != 0;
  }
}
