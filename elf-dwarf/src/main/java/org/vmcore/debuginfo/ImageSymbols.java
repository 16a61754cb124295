package org.vmcore.debuginfo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vmcore.elf.ElfFile;

/**
 * The symbols of a kernel or of a module that was loaded, from {@code .symtab}. Where several share
 * an address, their order is that of {@code compare_symbols()} in {@code scripts/kallsyms.c}: the
 * kernel prints the first.
 */
final class ImageSymbols implements SymbolTable {
  private static final int NONE = -1;
  private static final Comparator<Ranked> IN_KERNEL_ORDER =
      Comparator.comparingLong((Ranked r) -> r.symbol().value() + Long.MIN_VALUE)
          .thenComparing(Ranked::weak)
          .thenComparing(r -> mayBeProvidedByLinkerScript(r.symbol().name()))
          .thenComparingInt(r -> underscores(r.symbol().name()))
          .thenComparing(r -> r.symbol().name());
  private static final Comparator<Ranked> GLOBAL_FIRST =
      Comparator.comparing((Ranked r) -> !r.symbol().global()).thenComparing(IN_KERNEL_ORDER);

  private final SymtabRows rows;
  // Rows whose names have equal low bits of their hash: the last of them, and the one before each.
  private final int[] last;
  private final int[] before;
  private volatile SymbolsByAddress byAddress;

  /** A symbol with what else orders it among those of its address. */
  private record Ranked(Symbol symbol, boolean weak) {}

  private ImageSymbols(SymtabRows rows) {
    this.rows = rows;
    last = new int[Integer.highestOneBit(Math.max(1, rows.size())) * 2];
    before = new int[rows.size()];
    Arrays.fill(last, NONE);
    for (int number = 0; number < rows.size(); number++) {
      int slot = slot(rows.nameHash(number));
      before[number] = last[slot];
      last[slot] = number;
    }
  }

  static ImageSymbols of(ElfFile file) {
    return new ImageSymbols(SymtabRows.of(file));
  }

  private int slot(int hash) {
    return (hash ^ hash >>> 16) & last.length - 1;
  }

  private static boolean mayBeProvidedByLinkerScript(String name) {
    return name.startsWith("__start_")
        || name.startsWith("__stop_")
        || name.startsWith("__end_")
        || name.endsWith("_start") && name.startsWith("__")
        || name.endsWith("_end") && name.startsWith("__");
  }

  private static int underscores(String name) {
    int count = 0;
    while (count < name.length() && name.charAt(count) == '_') {
      count++;
    }
    return count;
  }

  private Ranked ranked(int number) {
    return new Ranked(rows.symbol(number), rows.isWeak(number));
  }

  private static List<Symbol> sorted(Stream<Ranked> symbols, Comparator<Ranked> order) {
    return symbols.sorted(order).map(Ranked::symbol).toList();
  }

  @Override
  public List<Symbol> byName(String name) {
    List<Ranked> found = new ArrayList<>(1);
    for (int number = last[slot(name.hashCode())]; number != NONE; number = before[number]) {
      if (rows.isNamed(number, name)) {
        found.add(ranked(number));
      }
    }
    return sorted(found.stream(), GLOBAL_FIRST);
  }

  @Override
  public Optional<Symbol> byAddress(long address) {
    return byAddress().at(address);
  }

  @Override
  public List<Symbol> all() {
    return byAddress().sorted();
  }

  /** Sorted when an address is asked for first: who wants a few names never pays for it. */
  private SymbolsByAddress byAddress() {
    SymbolsByAddress known = byAddress;
    if (known == null) {
      Stream<Ranked> all = IntStream.range(0, rows.size()).mapToObj(this::ranked);
      known = new SymbolsByAddress(sorted(all, IN_KERNEL_ORDER));
      byAddress = known; // racing threads make equal ones
    }
    return known;
  }
}
