package org.vmcore.kernel.stack;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.vmcore.dump.MemoryFault;
import org.vmcore.io.MalformedInput;
import org.vmcore.kernel.module.LoadedModule;
import org.vmcore.kernel.module.ModuleRange;
import org.vmcore.kernel.module.Modules;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.orc.OrcEntry;
import org.vmcore.orc.OrcRegister;
import org.vmcore.orc.OrcTable;
import org.vmcore.orc.OrcType;

/**
 * The rule for each address of code, {@code orc_find()} of {@code arch/x86/kernel/unwind_orc.c}:
 * from the tables of the kernel and of its modules, each read once. Thread-safe.
 */
final class OrcTables {
  /** A call through NULL or another bad pointer: only the return address was pushed. */
  private static final OrcEntry CALL_OF_NO_CODE =
      new OrcEntry(OrcRegister.SP, Long.BYTES, OrcRegister.UNDEFINED, 0, OrcType.CALL, false);

  /** Code without a rule, such as compiled BPF programs: it may keep a frame pointer. */
  private static final OrcEntry FRAME_POINTER =
      new OrcEntry(
          OrcRegister.BP,
          2 * Long.BYTES,
          OrcRegister.PREV_SP,
          -2 * Long.BYTES,
          OrcType.CALL,
          false);

  private final OrcTable image;
  private final OrcSections sections;
  private final CodeSymbols symbols;
  private final FtraceTrampolines trampolines;
  private final TreeMap<Long, Placed> modules = new TreeMap<>(Long::compareUnsigned);
  private final Map<LoadedModule, Optional<OrcTable>> ofModules = new ConcurrentHashMap<>();

  private record Placed(ModuleRange range, LoadedModule module) {}

  private OrcTables(Program kernel, OrcSections sections, OrcTable image) {
    this.image = image;
    this.sections = sections;
    this.symbols = CodeSymbols.of(kernel);
    this.trampolines = FtraceTrampolines.of(kernel);
    for (LoadedModule module : Modules.of(kernel)) {
      for (ModuleRange range : module.memory()) {
        modules.put(range.base(), new Placed(range, module));
      }
    }
  }

  /** Empty for a kernel without ORC tables, or with such as cannot be read. */
  static Optional<OrcTables> of(Program kernel) {
    OrcSections sections = new OrcSections(kernel);
    return sections.image().map(image -> new OrcTables(kernel, sections, image));
  }

  /**
   * The rule at an address.
   *
   * @param interrupted whether the CPU was there, rather than a caller of other code
   */
  OrcEntry at(long address, boolean interrupted) {
    OptionalLong original = trampolines.original(address);
    return known(original.orElse(address))
        .orElseGet(
            () -> interrupted && symbols.at(address).isEmpty() ? CALL_OF_NO_CODE : FRAME_POINTER);
  }

  private Optional<OrcEntry> known(long address) {
    Map.Entry<Long, Placed> below = modules.floorEntry(address);
    if (below != null && below.getValue().range().holds(address)) {
      return ofModule(below.getValue().module()).flatMap(table -> table.at(address));
    }
    return symbols.isKernelText(address) ? image.at(address) : Optional.empty();
  }

  private Optional<OrcTable> ofModule(LoadedModule module) {
    return ofModules.computeIfAbsent(module, this::read);
  }

  private Optional<OrcTable> read(LoadedModule module) {
    try {
      return sections.module(module.value());
    } catch (MemoryFault | Malformed | MalformedInput fault) {
      return Optional.empty(); // its functions may still keep frame pointers
    }
  }
}
