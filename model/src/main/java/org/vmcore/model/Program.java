package org.vmcore.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.vmcore.debuginfo.AmbiguousName;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.KernelInMemory;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.Variable;
import org.vmcore.dump.Dump;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.Memory;
import org.vmcore.paging.PageTableEntry;
import org.vmcore.types.EnumType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/**
 * One dead kernel: its dump, its address space and its debug information. Thread-safe; everything
 * found out about the kernel once ({@link #computed}) is shared by all threads.
 */
public final class Program {
  private final Dump dump;
  private final Memory memory;
  private final DebugInfo debugInfo;
  private final SymbolTable symbols;
  private final long relocationBytes;
  private final Computed computed;
  private final Map<String, Optional<Variable>> variables = new ConcurrentHashMap<>();
  private final LateModules modules;
  private final KernelTypes types;
  private final Optional<KernelImage> image;
  private final Optional<KernelAddressSpace> addressSpace;

  /**
   * @param relocationBytes run-time minus link-time address of the kernel image ({@code
   *     KERNELOFFSET})
   * @param modules finds the loaded modules' types and symbols; asked once, when the kernel's own
   *     first do not suffice
   */
  public Program(
      Dump dump,
      Memory memory,
      DebugInfo debugInfo,
      SymbolTable symbols,
      long relocationBytes,
      Function<Program, ModuleDebugInfo> modules) {
    this(
        dump,
        memory,
        debugInfo,
        symbols,
        relocationBytes,
        modules,
        Optional.empty(),
        Optional.empty());
  }

  /** As above, with everything that the kernel's vmlinux knows. */
  Program(
      Dump dump,
      KernelAddressSpace memory,
      KernelImage image,
      long relocationBytes,
      Function<Program, ModuleDebugInfo> modules) {
    this(
        dump,
        memory,
        image.debugInfo(),
        image.symbols(),
        relocationBytes,
        modules,
        Optional.of(image),
        Optional.of(memory));
  }

  /** As above, from what the kernel knows of itself. */
  Program(Dump dump, KernelInMemory image, Function<Program, ModuleDebugInfo> modules) {
    this(
        dump,
        image.memory(),
        new DeclaredVariables(image.debugInfo(), image.symbols(), image.hasAllSymbols()),
        image.symbols(),
        0,
        modules,
        Optional.of(image),
        Optional.of(image.memory()));
  }

  private Program(
      Dump dump,
      Memory memory,
      DebugInfo debugInfo,
      SymbolTable symbols,
      long relocationBytes,
      Function<Program, ModuleDebugInfo> modules,
      Optional<KernelImage> image,
      Optional<KernelAddressSpace> addressSpace) {
    this.image = image;
    this.addressSpace = addressSpace;
    this.dump = dump;
    this.memory = new MeteredMemory(memory);
    this.debugInfo = debugInfo;
    this.symbols = symbols;
    this.relocationBytes = relocationBytes;
    this.modules = new LateModules(this, modules);
    this.types = new KernelTypes(debugInfo, this.modules, pointerSizeBytes());
    this.computed = new Computed(this);
  }

  public Dump dump() {
    return dump;
  }

  /** The kernel's own address space; each read counts against the budget of the thread. */
  public Memory memory() {
    return memory;
  }

  /**
   * The memory of a process, by the kernel address of its top page table ({@code mm_struct.pgd});
   * empty where no page tables are at hand.
   */
  public Optional<Memory> userMemory(long pgd) {
    return addressSpace.map(space -> new MeteredMemory(space.user(pgd)));
  }

  /**
   * What the page tables of a process say of a range of its addresses: memory, page by page, and
   * swap entries, by ascending address. Each counts against the budget of the thread.
   *
   * @param pgd kernel address of its top page table ({@code mm_struct.pgd})
   * @param last the last address of the range
   * @throws org.vmcore.dump.MemoryFault when a table cannot be read, or makes no sense
   * @throws IllegalStateException where no page tables are at hand
   */
  public void forEachUserEntry(long pgd, long first, long last, Consumer<PageTableEntry> visitor) {
    Reads.count();
    addressSpace()
        .forEachUserEntry(
            pgd,
            first,
            last,
            entry -> {
              Reads.count();
              visitor.accept(entry);
            });
  }

  private KernelAddressSpace addressSpace() {
    return addressSpace.orElseThrow(() -> new IllegalStateException("no page tables are at hand"));
  }

  /**
   * {@code __pa()}: the physical address behind one of the kernel's.
   *
   * @throws org.vmcore.dump.MemoryFault when there is none
   * @throws IllegalStateException where no page tables are at hand
   */
  public long physical(long vaddr) {
    return addressSpace().physical(vaddr);
  }

  /** Run-time minus link-time address of the kernel image. */
  public long relocationBytes() {
    return relocationBytes;
  }

  /** Symbols of the kernel image at their link-time addresses. */
  public SymbolTable imageSymbols() {
    return symbols;
  }

  public int pointerSizeBytes() {
    return 8;
  }

  /** The machine's name as {@code uname -m} gives it. */
  public String machine() {
    return dump.description().machine();
  }

  /** {@code PAGE_SIZE} of the dumped kernel. */
  public int pageSizeBytes() {
    return (int)
        dump.vmcoreInfo().map(v -> v.decimal("PAGESIZE").orElse(4096)).orElse(4096L).longValue();
  }

  /** {@code PAGE_SHIFT} of the dumped kernel. */
  public int pageShift() {
    return Integer.numberOfTrailingZeros(pageSizeBytes());
  }

  /** The vmlinux of this kernel, where one is at hand: unwind tables, read-only data, build-id. */
  public Optional<KernelImage> image() {
    return image;
  }

  // Types

  /**
   * The type C calls so: {@code struct list_head}, {@code enum zone_type}, {@code atomic_t}, {@code
   * unsigned long}, {@code struct mount *}.
   *
   * @throws NoSuchType when there is no complete type of this name
   * @throws AmbiguousName when there are several, and {@link Homonyms} does not say which is meant
   */
  public Type type(String spelling) {
    return findType(spelling).orElseThrow(() -> new NoSuchType(spelling));
  }

  public boolean hasType(String spelling) {
    try {
      return findType(spelling).isPresent();
    } catch (AmbiguousName several) {
      return true;
    }
  }

  /** Like {@link #type}, for types that a kernel may not have. */
  public Optional<Type> findType(String spelling) {
    return types.find(spelling);
  }

  /** Whether the type exists and has this member; {@code hasMember("struct page", "_refcount")}. */
  public boolean hasMember(String type, String path) {
    return findType(type).map(t -> Value.object(this, t, 0).has(path)).orElse(false);
  }

  public long sizeOf(String type) {
    return type(type).sizeBytes();
  }

  /** {@code offsetof(type, member)} in bytes; the member may be a path through embedded ones. */
  public long offsetOf(String type, String path) {
    long offset = 0;
    Type current = type(type);
    for (String step : path.split("\\.")) {
      Type in = current;
      StructType.Member member =
          in.asStruct()
              .flatMap(struct -> struct.member(step))
              .orElseThrow(() -> new NoSuchMember(in, step));
      offset += member.offsetBytes();
      current = member.type();
    }
    return offset;
  }

  /**
   * Value of an enumeration's constant.
   *
   * @throws NoSuchSymbol when this kernel has no such constant
   */
  public long enumerator(String name) {
    return findEnumerator(name).orElseThrow(() -> new NoSuchSymbol(name, "no such enumerator"));
  }

  /** Like {@link #enumerator}, for constants that a kernel and its modules may not have. */
  public OptionalLong findEnumerator(String name) {
    return types.enumerator(name);
  }

  /** The enumeration that defines this constant, for walking its other constants. */
  public EnumType enumerationOf(String enumerator) {
    return types
        .enumerationOf(enumerator)
        .orElseThrow(() -> new NoSuchSymbol(enumerator, "no such enumerator"));
  }

  /**
   * The names of one module, which may mean something else than the kernel's: two drivers may each
   * have a {@code struct e1000_adapter}.
   *
   * @param name as {@code /proc/modules} shows it; of one that is not loaded nothing is known
   */
  public ModuleNamespace module(String name) {
    return new ModuleNamespace(this, modules.get().of(name));
  }

  /** What is known of modules and had to be left aside, a sentence each. */
  public List<String> moduleWarnings() {
    return modules.get().warnings();
  }

  // Variables and symbols

  /**
   * The global or static variable of this name. For per-CPU variables use {@code PerCpu}.
   *
   * @throws NoSuchSymbol when there is none, or it has no type or no address
   */
  public Value symbol(String name) {
    return findSymbol(name).orElseThrow(() -> noSuchSymbol(name));
  }

  public boolean hasSymbol(String name) {
    try {
      return findSymbol(name).isPresent();
    } catch (AmbiguousName several) {
      return true;
    }
  }

  /**
   * Like {@link #symbol}, for variables that a kernel may not have.
   *
   * @throws AmbiguousName when several files have a static one: {@link #symbols} gives all
   */
  public Optional<Value> findSymbol(String name) {
    Optional<Variable> variable = variables.computeIfAbsent(name, debugInfo::variable);
    return variable
        .map(v -> Value.object(this, v.type(), relocated(v)))
        .or(() -> modules.get().variable(this, name));
  }

  /** Every variable of this name: static ones may share it. */
  public List<Value> symbols(String name) {
    List<Value> all = new ArrayList<>();
    for (Variable variable : debugInfo.variables(name)) {
      all.add(Value.object(this, variable.type(), relocated(variable)));
    }
    return all;
  }

  /** Variables in a per-CPU section linked at 0 stay where they are; all others move. */
  private long relocated(Variable variable) {
    for (Symbol symbol : symbols.byName(variable.name())) {
      if (symbol.value() == variable.address()) {
        return symbol.value(relocationBytes);
      }
    }
    return isZeroBasedPerCpu(variable.address())
        ? variable.address()
        : variable.address() + relocationBytes;
  }

  private boolean isZeroBasedPerCpu(long linkAddress) {
    return Long.compareUnsigned(linkAddress, 1L << 31) < 0;
  }

  /**
   * Run-time address of a symbol, whether or not its type is known.
   *
   * @throws NoSuchSymbol when no symbol table has it
   */
  public long address(String symbol) {
    return findAddress(symbol).orElseThrow(() -> noSuchSymbol(symbol));
  }

  /**
   * Whether a symbol that is not known does not exist: not so for a kernel without
   * CONFIG_KALLSYMS_ALL of which no vmlinux is at hand.
   */
  public boolean knowsAllSymbols() {
    return image
        .map(known -> !(known instanceof KernelInMemory own) || own.hasAllSymbols())
        .orElse(true);
  }

  private NoSuchSymbol noSuchSymbol(String name) {
    if (!knowsAllSymbols()) {
      return new NoSuchSymbol(name, "not known without a vmlinux: kallsyms has functions alone");
    }
    boolean typeless = image.filter(KernelInMemory.class::isInstance).isPresent();
    return typeless && findAddress(name).isPresent()
        ? new NoSuchSymbol(name, "its type is not known without a vmlinux")
        : new NoSuchSymbol(name);
  }

  public OptionalLong findAddress(String symbol) {
    for (Symbol found : symbols.byName(symbol)) {
      return OptionalLong.of(found.value(relocationBytes));
    }
    return modules.get().address(symbol);
  }

  /** The symbol at this run-time address, of the kernel or of a module. */
  public Optional<SymbolAt> symbolAt(long address) {
    Optional<SymbolAt> inImage =
        symbols
            .byAddress(address - relocationBytes)
            .filter(
                s ->
                    s.placement() == Symbol.Placement.RELOCATED_TEXT
                        || s.placement() == Symbol.Placement.RELOCATED_DATA)
            .map(
                s ->
                    new SymbolAt(
                        s.name(), address - relocationBytes - s.value(), s.sizeBytes(), ""));
    return inImage.isPresent() ? inImage : modules.get().symbolAt(address);
  }

  // Objects

  /** The object of this type at this address. */
  public Value object(String type, long address) {
    return Value.object(this, type(type), address);
  }

  public Value object(Type type, long address) {
    return Value.object(this, type, address);
  }

  /** A number with a type: {@code number("struct page *", address)}. */
  public Value number(String type, long bits) {
    return Value.number(this, type(type), bits);
  }

  /** A C string of at most {@code limit} bytes; see {@link Value#asString}. */
  public String cString(long address, int limit) {
    byte[] bytes = new byte[Math.min(limit, Value.MAX_STRING_BYTES)];
    int length = 0;
    while (length < bytes.length) {
      // Up to the next border that no page crosses, so that a string may end before a bad page.
      int run =
          (int) Math.min(bytes.length - length, CHUNK_BYTES - (address + length & CHUNK_BYTES - 1));
      memory.read(address + length, bytes, length, run);
      for (int end = length; end < length + run; end++) {
        if (bytes[end] == 0) {
          return Value.latin1(bytes, end);
        }
      }
      length += run;
    }
    return Value.latin1(bytes, length);
  }

  private static final int CHUNK_BYTES = 64;

  /**
   * What {@code maker} finds out about this kernel, found out once. The key is a class or a string
   * unique to the caller. The maker may compute other things; it must not depend on who asks. A
   * fault is found out once, too: memory does not change, and what was too dear stays so.
   */
  public <T> T computed(Object key, Function<Program, T> maker) {
    return computed.get(key, maker);
  }

  /** Whether this thread asks in order to find the modules: their names are missing for it. */
  boolean modulesAreBeingFound() {
    return modules.areBeingFound();
  }
}
