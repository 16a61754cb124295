package org.vmcore.sample.hostile;

import org.vmcore.debuginfo.KernelInMemory;
import org.vmcore.dump.Dump;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.recovery.RecoveredSymbols;
import org.vmcore.model.HalfKnownKernel;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.paging.Memory;

/** A kernel without CONFIG_KALLSYMS_ALL: its data is recovered from its memory. */
final class OfFunctionsAlone implements HostileKernels.TriedKernel {
  private final Dump dump;
  private final KernelInMemory known;

  OfFunctionsAlone(Dump dump, KernelInMemory known) {
    this.dump = dump;
    this.known = known;
  }

  @Override
  public Program open(Dump memory) {
    return Kernels.withModules(LoadedModules::of)
        .recovering(RecoveredSymbols.rounds())
        .open(memory);
  }

  @Override
  public Program through(Memory memory) {
    return HalfKnownKernel.recovered(dump, memory, known.debugInfo(), known.symbols().all());
  }

  @Override
  public Memory memory() {
    return known.memory();
  }

  @Override
  public long physical(long vaddr) {
    return known.memory().physical(vaddr);
  }
}
