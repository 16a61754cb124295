package org.vmcore.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.dump.Dump;
import org.vmcore.io.ByteSource;
import org.vmcore.kallsyms.KallsymsTable;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.recovery.RecoveredSymbols;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.Memory;

/** A kernel that knows some of its symbols, and any memory in place of its own. */
public final class HalfKnownKernel {
  private HalfKnownKernel() {}

  /** With what the rules recover, round by round as {@link Kernels} has it. */
  public static Program recovered(Dump dump, Memory memory, DebugInfo types, List<Symbol> symbols) {
    List<Symbol> known = new ArrayList<>(symbols);
    for (Function<Program, List<Symbol>> round : RecoveredSymbols.rounds()) {
      known.addAll(round.apply(kernel(dump, memory, types, known)));
    }
    return kernel(dump, memory, types, known);
  }

  private static Program kernel(Dump dump, Memory memory, DebugInfo types, List<Symbol> symbols) {
    KallsymsTable table = new KallsymsTable(symbols);
    DebugInfo declared = new DeclaredVariables(types, table, false);
    return memory instanceof KernelAddressSpace space
        ? new Program(dump, space, new Image(declared, table), 0, LoadedModules::of)
        : new Program(dump, memory, declared, table, 0, LoadedModules::of);
  }

  private record Image(DebugInfo debugInfo, SymbolTable symbols) implements KernelImage {
    @Override
    public String name() {
      return "half known";
    }

    @Override
    public Optional<String> buildId() {
      return Optional.empty();
    }

    @Override
    public Optional<ByteSource> section(String name) {
      return Optional.empty();
    }

    @Override
    public OptionalLong sectionAddress(String name) {
      return OptionalLong.empty();
    }
  }
}
