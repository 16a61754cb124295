package org.vmcore.sample.hostile;

import java.nio.file.Path;
import java.util.List;
import org.vmcore.debuginfo.KernelInMemory;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.emit.Emission;
import org.vmcore.emit.Registry;
import org.vmcore.emit.ReportPlan;
import org.vmcore.emit.Selection;
import org.vmcore.emit.ShardRange;
import org.vmcore.model.Program;
import org.vmcore.paging.Memory;

/** A dump opened once, and kernels with changed memory over it. */
final class HostileKernels implements AutoCloseable {
  static final Registry REGISTRY = Registry.load(HostileKernels.class.getClassLoader());

  private final Dump dump;
  private final TriedKernel tried;
  private final MemoryMutator mutator;

  /** How a kernel is made of a dump, its memory changed or watched. */
  interface TriedKernel {
    /** As a report opens it. */
    Program open(Dump memory);

    /**
     * The unchanged one, read through other memory.
     *
     * @param memory gets its own
     */
    Program through(Memory memory);

    /** The unchanged kernel's own memory. */
    Memory memory();

    /** The physical address behind one of that memory. */
    long physical(long vaddr);
  }

  private HostileKernels(Dump dump, TriedKernel tried) {
    this.dump = dump;
    this.tried = tried;
    ReadSites sites = new ReadSites(tried.memory());
    Program watched = tried.through(sites);
    ReportPlan plan = ReportPlan.of(watched, REGISTRY, Selection.ALL);
    new Emission(watched, plan).emit(new ShardRange(0, plan.size()), file -> {});
    this.mutator = new MemoryMutator(tried.memory(), tried::physical, sites);
  }

  /** A dump with its vmlinux. */
  static HostileKernels of(Path vmcore, Path vmlinux) {
    Dump dump = Dumps.open(List.of(vmcore));
    return new HostileKernels(
        dump, new WithVmlinux(dump, VmlinuxFile.open(vmlinux, DebugFolders.NONE)));
  }

  /**
   * A dump of a kernel that does not know its data, without a vmlinux. One that does know it is
   * made to forget what rules recover.
   */
  static HostileKernels of(Path vmcore) {
    Dump dump = Dumps.open(List.of(vmcore));
    KernelInMemory known = KernelInMemory.of(dump);
    return new HostileKernels(
        dump,
        known.hasAllSymbols() ? new Forgetful(dump, known) : new OfFunctionsAlone(dump, known));
  }

  MemoryMutator mutator() {
    return mutator;
  }

  /** The kernel with the changes of a seed. */
  Program kernel(long seed) {
    OverlaidDump changed = new OverlaidDump(dump);
    mutator.apply(mutator.changes(seed), changed);
    return tried.open(changed);
  }

  @Override
  public void close() {
    dump.close();
  }
}
