package org.vmcore.kallsyms;

import java.util.List;
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

  /**
   * Where the addresses may be, around tables that were found: before the names (to about 6.3) or
   * behind the tokens, with or without a base.
   */
  static List<KallsymsLocation> around(TokenTables tokens, NameTables names, long stext) {
    long count = names.count();
    long before = names.numSyms() & -Long.BYTES;
    long base = before - Long.BYTES;
    long behind = tokens.end() + Integer.BYTES - 1 & -Integer.BYTES;
    long aligned = tokens.end() + Long.BYTES - 1 & -Long.BYTES;
    return List.of(
        at(tokens, names, base - aligned(Integer.BYTES * count), true, base, stext),
        at(tokens, names, aligned, true, aligned + aligned(Integer.BYTES * count), stext),
        at(tokens, names, behind, true, 0, stext),
        at(tokens, names, before - Long.BYTES * count, false, 0, stext));
  }

  private static long aligned(long sizeBytes) {
    return sizeBytes + Long.BYTES - 1 & -Long.BYTES;
  }

  private static KallsymsLocation at(
      TokenTables tokens,
      NameTables names,
      long addresses,
      boolean offsets,
      long relativeBase,
      long stext) {
    return new KallsymsLocation(
        names.numSyms(),
        addresses,
        offsets,
        relativeBase,
        names.names(),
        tokens.table(),
        tokens.index(),
        stext);
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
