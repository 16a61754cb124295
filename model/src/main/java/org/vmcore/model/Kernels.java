package org.vmcore.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.KernelInMemory;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.Opening;
import org.vmcore.dump.ReadPolicy;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.io.Fault;
import org.vmcore.io.Unsupported;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.recovery.RawLayouts;
import org.vmcore.recovery.Recovery;
import org.vmcore.recovery.RunningBuildId;

/**
 * Opens dead kernels: dump, vmlinux, and the proof that they belong together. Immutable: each
 * {@code with…} gives another one.
 */
public final class Kernels {
  private final Function<Program, ModuleDebugInfo> modules;
  private final List<Function<Program, List<Symbol>>> recovery;
  private final boolean force;
  private final DebugFolders folders;
  private final Opening opening;

  private Kernels(
      Function<Program, ModuleDebugInfo> modules,
      List<Function<Program, List<Symbol>>> recovery,
      boolean force,
      DebugFolders folders,
      Opening opening) {
    this.modules = modules;
    this.recovery = recovery;
    this.force = force;
    this.folders = folders;
    this.opening = opening;
  }

  /**
   * @param modules finds the loaded modules' debug information through the kernel's own
   */
  public static Kernels withModules(Function<Program, ModuleDebugInfo> modules) {
    return new Kernels(
        modules,
        List.of(),
        false,
        DebugFolders.NONE,
        Opening.DEFAULT.by(ReadPolicy.strict(Reads::zeroed)).raw(RawLayouts.PROVED));
  }

  /**
   * Recovers symbols of kernels that do not know them all themselves.
   *
   * @param rounds each finds some, with the help of what the rounds before it have found
   */
  public Kernels recovering(List<Function<Program, List<Symbol>>> rounds) {
    return new Kernels(modules, List.copyOf(rounds), force, folders, opening);
  }

  /** Opens even when the build-ids of dump and vmlinux differ. */
  public Kernels forced() {
    return new Kernels(modules, recovery, true, folders, opening);
  }

  /** Looks here for what a vmlinux refers to. */
  public Kernels withFolders(DebugFolders searched) {
    return new Kernels(modules, recovery, force, searched, opening);
  }

  /** Takes a dump of no known kind for memory alone, though nothing in it proves that. */
  public Kernels rawToo() {
    return with(opening.raw(RawLayouts.ASKED_FOR));
  }

  /** Reads zeros where the dump's level left out a page. */
  public Kernels zeroFilling() {
    return with(opening.by(ReadPolicy.zeroFilling(Reads::zeroed)));
  }

  /** Takes the VMCOREINFO that this file has as text, whatever a dump has. */
  public Kernels describedBy(Path text) {
    return with(opening.describedBy(text));
  }

  private Kernels with(Opening otherwise) {
    return new Kernels(modules, recovery, force, folders, otherwise);
  }

  /**
   * Opens a dump alone, as those below do.
   *
   * @param vmcore the dump's file, or all parts of a split dump
   * @throws Fault when it cannot be opened
   */
  public Dump dump(List<Path> vmcore) {
    return Dumps.open(vmcore, opening);
  }

  /**
   * @param vmcore the dump's file, or all parts of a split dump
   * @throws Fault when a file cannot be opened, or they do not belong together
   */
  public Program open(List<Path> vmcore, Path vmlinux) {
    KernelImage image = KernelImages.open(vmlinux, folders);
    Dump dump = dump(vmcore);
    try {
      return open(dump, image);
    } catch (Fault fault) {
      dump.close();
      throw fault;
    }
  }

  /**
   * A kernel whose vmlinux is not at hand: what it knows of itself must do.
   *
   * @param vmcore the dump's file, or all parts of a split dump
   * @throws Fault when the dump cannot be opened, or its kernel knows too little
   */
  public Program open(List<Path> vmcore) {
    Dump dump = dump(vmcore);
    try {
      return open(Recovery.withOwnText(dump));
    } catch (Fault fault) {
      dump.close();
      throw fault;
    }
  }

  /** As above, for a dump that {@link #dump} opened, and whose kernel's text was looked for. */
  public Program open(Dump dump) {
    Dump placed = Recovery.withFoundPlace(dump);
    return recovered(placed, KernelInMemory.of(placed));
  }

  private Program recovered(Dump dump, KernelInMemory image) {
    Program kernel = new Program(dump, image, modules);
    if (image.hasAllSymbols()) {
      return kernel;
    }
    KernelInMemory known = image;
    for (Function<Program, List<Symbol>> round : recovery) {
      known = known.with(round.apply(kernel));
      kernel = new Program(dump, known, modules); // what was missing is remembered as missing
    }
    return kernel;
  }

  /** Joins a dump that is open already with its kernel's image. */
  public Program open(Dump dump, KernelImage image) {
    Dump placed = Recovery.withKernel(dump, image);
    long relocationBytes = relocationBytes(placed, image);
    KernelAddressSpace memory = memory(placed, image, relocationBytes);
    return new Program(placed, memory, image, relocationBytes, modules);
  }

  private KernelAddressSpace memory(Dump dump, KernelImage image, long relocationBytes) {
    Function<String, OptionalLong> symbols = name -> address(image, name, relocationBytes);
    // Types are made when they are asked for.
    Function<String, OptionalLong> enumerators = name -> image.debugInfo().enumerator(name);
    Optional<String> told = dump.vmcoreInfo().flatMap(VmcoreInfo::buildId);
    boolean comparable = !force && told.isPresent() && image.buildId().isPresent();
    if (!comparable || told.get().equalsIgnoreCase(image.buildId().get())) {
      return KernelAddressSpace.of(dump, symbols, enumerators);
    }
    // Some kernels tell a wrong one. The image in memory has the right one.
    DebugInfoMismatch mismatch =
        new DebugInfoMismatch(dump, image.name(), told.get(), image.buildId().get());
    try {
      KernelAddressSpace memory = KernelAddressSpace.of(dump, symbols, enumerators);
      if (RunningBuildId.of(memory, symbols).equals(image.buildId())) {
        return memory;
      }
    } catch (MemoryFault | Unsupported elsewhere) {
      mismatch.addSuppressed(elsewhere);
    }
    throw mismatch;
  }

  /** Where the kernel ran minus where it was linked. */
  private static long relocationBytes(Dump dump, KernelImage image) {
    Optional<VmcoreInfo> info = dump.vmcoreInfo();
    OptionalLong stext = info.map(i -> i.symbol("_stext")).orElse(OptionalLong.empty());
    List<Symbol> linked = image.symbols().byName("_stext");
    if (stext.isPresent() && !linked.isEmpty()) {
      return stext.getAsLong() - linked.get(0).value();
    }
    return info.map(i -> i.hex("KERNELOFFSET")).orElse(OptionalLong.empty()).orElse(0);
  }

  private static OptionalLong address(KernelImage image, String name, long relocationBytes) {
    List<Symbol> named = image.symbols().byName(name);
    return named.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(named.get(0).value(relocationBytes));
  }
}
