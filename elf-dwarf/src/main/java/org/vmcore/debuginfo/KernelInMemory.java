package org.vmcore.debuginfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.btf.Btf;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Fault;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;
import org.vmcore.kallsyms.Kallsyms;
import org.vmcore.kallsyms.KallsymsLocation;
import org.vmcore.kallsyms.KallsymsTable;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.Memory;
import org.vmcore.paging.MemorySearch;

/**
 * What a kernel knows of itself, for dumps whose vmlinux nobody has: symbols from its kallsyms,
 * types from its BTF, unwind tables where it keeps them for itself. All addresses are run-time
 * ones. BTF has types of few variables: the others have an address alone. Thread-safe.
 */
public final class KernelInMemory implements KernelImage {
  private static final int MAX_SECTION_BYTES = 256 << 20;

  /** Sections, and the symbols that the linker script puts around them. */
  private static final Map<String, List<String>> BORDERS =
      Map.of(
          ".BTF", List.of("__start_BTF", "__stop_BTF"),
          ".notes", List.of("__start_notes", "__stop_notes"),
          ".orc_header", List.of("__start_orc_header", "__stop_orc_header"),
          ".orc_unwind", List.of("__start_orc_unwind", "__stop_orc_unwind"),
          ".orc_unwind_ip", List.of("__start_orc_unwind_ip", "__stop_orc_unwind_ip"),
          ".rodata", List.of("__start_rodata", "__end_rodata"));

  private final Dump dump;
  private final KernelAddressSpace memory;
  private final SymbolTable symbols;
  private final Btf types;
  private final boolean hasAllSymbols;

  private KernelInMemory(
      Dump dump, KernelAddressSpace memory, SymbolTable symbols, Btf types, boolean hasAllSymbols) {
    this.dump = dump;
    this.memory = memory;
    this.symbols = symbols;
    this.types = types.withAddresses(name -> firstAddress(symbols.byName(name)));
    this.hasAllSymbols = hasAllSymbols;
  }

  /**
   * @throws Unsupported when the kernel was built without what this needs, or it is not in the dump
   */
  public static KernelInMemory of(Dump dump) {
    try {
      KernelAddressSpace bare = KernelAddressSpace.of(dump, name -> OptionalLong.empty());
      Optional<List<Symbol>> told = toldSymbols(dump, bare);
      if (told.filter(DataSymbols::haveData).isPresent()) {
        return of(dump, new KallsymsTable(told.get()), Optional.empty());
      }
      long stext =
          told(dump, "_stext").orElseThrow(() -> nothing(dump, "symbols (kallsyms)", null));
      MemorySearch image = MemorySearch.ofImage(bare, stext);
      List<Symbol> symbols =
          told.or(() -> Kallsyms.find(image, stext))
              .orElseThrow(() -> nothing(dump, "symbols (kallsyms)", null));
      return of(dump, new KallsymsTable(symbols), Optional.of(image));
    } catch (MemoryFault fault) {
      throw nothing(dump, "symbols (kallsyms)", fault);
    }
  }

  private static KernelInMemory of(Dump dump, SymbolTable symbols, Optional<MemorySearch> image) {
    Function<String, OptionalLong> addresses = name -> firstAddress(symbols.byName(name));
    byte[] blob =
        bytes(KernelAddressSpace.of(dump, addresses), symbols, ".BTF")
            .or(() -> image.flatMap(Btf::find))
            .orElseThrow(() -> nothing(dump, "types (CONFIG_DEBUG_INFO_BTF)", null));
    Btf types = Btf.of("BTF of " + dump.name(), blob, name -> OptionalLong.empty());
    KernelAddressSpace memory = KernelAddressSpace.of(dump, addresses, types::enumerator);
    return image.isEmpty() || DataSymbols.haveData(symbols.all())
        ? new KernelInMemory(dump, memory, symbols, types, true)
        : new KernelInMemory(
            dump, memory, DataSymbols.added(symbols, dump, image.get(), types), types, false);
  }

  /**
   * Whether the kernel itself knows its symbols: without CONFIG_KALLSYMS_ALL it does not know those
   * of its data, and only some of them are told elsewhere.
   */
  public boolean hasAllSymbols() {
    return hasAllSymbols;
  }

  /** The same with more symbols, found by other means. */
  public KernelInMemory with(List<Symbol> more) {
    List<Symbol> all = new ArrayList<>(symbols.all());
    all.addAll(more);
    SymbolTable table = new KallsymsTable(DataSymbols.sized(all));
    return new KernelInMemory(dump, memory, table, types, hasAllSymbols);
  }

  /** From where VMCOREINFO has the tables (6.0+). */
  private static Optional<List<Symbol>> toldSymbols(Dump dump, Memory memory) {
    try {
      return KallsymsLocation.from(name -> told(dump, name))
          .map(location -> Kallsyms.read(memory, location));
    } catch (MemoryFault | MalformedInput damaged) {
      return Optional.empty(); // another copy may be found by its shape
    }
  }

  private static OptionalLong told(Dump dump, String symbol) {
    return dump.vmcoreInfo().map(i -> i.symbol(symbol)).orElse(OptionalLong.empty());
  }

  private static Unsupported nothing(Dump dump, String what, Fault cause) {
    return new Unsupported(
        "the kernel's own " + what + " cannot be read" + (cause == null ? "" : ": " + cause.what()),
        dump.name(),
        "install the kernel's debug package, or name its vmlinux with --vmlinux");
  }

  private static OptionalLong firstAddress(List<Symbol> named) {
    return named.isEmpty() ? OptionalLong.empty() : OptionalLong.of(named.get(0).value());
  }

  private OptionalLong address(String name) {
    return firstAddress(symbols.byName(name));
  }

  /** The address space that all this was read through. */
  public KernelAddressSpace memory() {
    return memory;
  }

  @Override
  public String name() {
    return dump.name();
  }

  @Override
  public Optional<String> buildId() {
    return dump.vmcoreInfo().flatMap(VmcoreInfo::buildId);
  }

  @Override
  public DebugInfo debugInfo() {
    return types;
  }

  @Override
  public SymbolTable symbols() {
    return symbols;
  }

  @Override
  public Optional<ByteSource> section(String name) {
    return bytes(memory, symbols, name).map(bytes -> new ArraySource(name() + ": " + name, bytes));
  }

  @Override
  public OptionalLong sectionAddress(String name) {
    List<String> borders = BORDERS.get(name);
    return borders == null ? OptionalLong.empty() : address(borders.get(0));
  }

  private static Optional<byte[]> bytes(Memory memory, SymbolTable symbols, String section) {
    List<String> borders = BORDERS.getOrDefault(section, List.of("", ""));
    OptionalLong start = firstAddress(symbols.byName(borders.get(0)));
    OptionalLong end = firstAddress(symbols.byName(borders.get(1)));
    long size = end.orElse(0) - start.orElse(0);
    if (start.isEmpty() || end.isEmpty() || size <= 0 || size > MAX_SECTION_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) size];
    try {
      memory.read(start.getAsLong(), bytes, 0, bytes.length);
      return Optional.of(bytes);
    } catch (MemoryFault hole) {
      return Optional.empty();
    }
  }
}
