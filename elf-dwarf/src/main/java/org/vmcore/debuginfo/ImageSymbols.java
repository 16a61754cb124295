package org.vmcore.debuginfo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.debuginfo.Symbol.Placement;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.Cursor;

/**
 * The symbols of a kernel or of a module that was loaded, from {@code .symtab}. Where several share
 * an address, their order is that of {@code compare_symbols()} in {@code scripts/kallsyms.c}: the
 * kernel prints the first.
 */
final class ImageSymbols implements SymbolTable {
  private static final int SHN_LORESERVE = 0xff00;
  private static final int SHN_ABS = 0xfff1;
  private static final int STT_SECTION = 3;
  private static final int STT_FILE = 4;
  private static final int STB_LOCAL = 0;
  private static final int STB_WEAK = 2;
  private static final int MAX_SYMBOL_BYTES = 1 << 28;

  private final SymbolsByAddress byAddress;
  private final SymbolsByName byName;

  /** A symbol with what orders it among those of its address. */
  private record Ranked(Symbol symbol, boolean weak, int underscores) {}

  private ImageSymbols(List<Ranked> found) {
    found.sort(
        Comparator.comparingLong((Ranked r) -> r.symbol().value() + Long.MIN_VALUE)
            .thenComparing(Ranked::weak)
            .thenComparing(r -> mayBeProvidedByLinkerScript(r.symbol().name()))
            .thenComparingInt(Ranked::underscores)
            .thenComparing(r -> r.symbol().name()));
    List<Symbol> inOrder = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      inOrder.add(found.get(i).symbol());
    }
    this.byAddress = new SymbolsByAddress(Collections.unmodifiableList(inOrder));
    this.byName = new SymbolsByName(inOrder);
  }

  private static boolean mayBeProvidedByLinkerScript(String name) {
    return name.startsWith("__start_")
        || name.startsWith("__stop_")
        || name.startsWith("__end_")
        || name.endsWith("_start") && name.startsWith("__")
        || name.endsWith("_end") && name.startsWith("__");
  }

  static ImageSymbols of(ElfFile file) {
    List<Ranked> found = new ArrayList<>();
    for (ElfSection table : file.sections()) {
      if (table.type() == ElfSection.SHT_SYMTAB
          && table.link() > 0
          && table.link() < file.sections().size()) {
        read(file, table, found);
      }
    }
    return new ImageSymbols(found);
  }

  /** A table of these symbols, none of them weak. */
  static ImageSymbols of(List<Symbol> symbols) {
    List<Ranked> found = new ArrayList<>();
    symbols.forEach(symbol -> found.add(new Ranked(symbol, false, underscores(symbol.name()))));
    return new ImageSymbols(found);
  }

  private static Cursor contents(ElfFile file, ElfSection section) {
    long size = Math.min(section.sizeBytes(), MAX_SYMBOL_BYTES);
    return new Cursor(
        file.contents(section).read(0, (int) size),
        file.order(),
        file.name() + ": " + section.name());
  }

  private static void read(ElfFile file, ElfSection table, List<Ranked> found) {
    Cursor in = contents(file, table);
    Cursor names = contents(file, file.sections().get(table.link()));
    int entryBytes = file.is64Bit() ? 24 : 16;
    while (in.remaining() >= entryBytes) {
      long nameOffset = in.u32();
      long value = file.is64Bit() ? 0 : in.u32();
      long size = file.is64Bit() ? 0 : in.u32();
      int info = in.u8();
      in.skip(1); // st_other
      int sectionIndex = in.u16();
      if (file.is64Bit()) {
        value = in.u64();
        size = in.u64();
      }
      int type = info & 0xf;
      if (sectionIndex == 0 || type == STT_SECTION || type == STT_FILE) {
        continue;
      }
      names.seek(nameOffset);
      String name = names.cString();
      OptionalLong base = base(file, sectionIndex);
      if (!name.isEmpty() && !isHidden(name) && base.isPresent()) {
        int binding = info >> 4;
        Placement placement = placement(file, sectionIndex);
        long address = base.getAsLong() + value;
        Symbol symbol = new Symbol(name, address, size, binding != STB_LOCAL, placement);
        found.add(new Ranked(symbol, binding == STB_WEAK, underscores(name)));
      }
    }
  }

  /** What a symbol's value counts from: before linking its section, which may be gone. */
  private static OptionalLong base(ElfFile file, int sectionIndex) {
    boolean inSection = sectionIndex < SHN_LORESERVE && sectionIndex < file.sections().size();
    return file.isRelocatable() && inSection
        ? file.addressOf(file.sections().get(sectionIndex))
        : OptionalLong.of(0);
  }

  /** Marks of the tool chain, which the kernel's own table leaves out too. */
  private static boolean isHidden(String name) {
    return name.startsWith("$")
        || name.startsWith(".L")
        || name.startsWith("__crc_")
        || name.startsWith("__kstrtab");
  }

  private static int underscores(String name) {
    int count = 0;
    while (count < name.length() && name.charAt(count) == '_') {
      count++;
    }
    return count;
  }

  private static Placement placement(ElfFile file, int sectionIndex) {
    if (sectionIndex >= SHN_LORESERVE || sectionIndex >= file.sections().size()) {
      return sectionIndex == SHN_ABS ? Placement.ABSOLUTE : Placement.RELOCATED_DATA;
    }
    ElfSection section = file.sections().get(sectionIndex);
    if (section.name().equals(".data..percpu") && section.address() == 0) {
      return Placement.ZERO_BASED_PER_CPU;
    }
    return section.isExecutable() ? Placement.RELOCATED_TEXT : Placement.RELOCATED_DATA;
  }

  @Override
  public List<Symbol> byName(String name) {
    return byName.of(name);
  }

  @Override
  public Optional<Symbol> byAddress(long address) {
    return byAddress.at(address);
  }

  @Override
  public List<Symbol> all() {
    return byAddress.sorted();
  }
}
