package org.vmcore.sample.hostile;

import java.nio.file.Path;
import java.util.List;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.emit.Emission;
import org.vmcore.emit.Registry;
import org.vmcore.emit.ReportPlan;
import org.vmcore.emit.Selection;
import org.vmcore.emit.ShardRange;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;

/** A dump and its vmlinux, opened once, and kernels with changed memory over them. */
final class HostileKernels implements AutoCloseable {
  static final Registry REGISTRY = Registry.load(HostileKernels.class.getClassLoader());

  private final Dump dump;
  private final KernelImage image;
  private final MemoryMutator mutator;

  HostileKernels(Path vmcore, Path vmlinux) {
    dump = Dumps.open(List.of(vmcore));
    image = VmlinuxFile.open(vmlinux, DebugFolders.NONE);
    Program kernel = open(dump);
    mutator = new MemoryMutator(kernel, sites(kernel));
  }

  private Program open(Dump memory) {
    return Kernels.withModules(LoadedModules::of).open(memory, image);
  }

  /** What the emitters read of the kernel as it is. */
  private ReadSites sites(Program kernel) {
    ReadSites sites = new ReadSites(kernel.memory());
    Program watched =
        new Program(
            dump,
            sites,
            image.debugInfo(),
            image.symbols(),
            kernel.relocationBytes(),
            LoadedModules::of);
    ReportPlan plan = ReportPlan.of(watched, REGISTRY, Selection.ALL);
    new Emission(watched, plan).emit(new ShardRange(0, plan.size()), file -> {});
    return sites;
  }

  MemoryMutator mutator() {
    return mutator;
  }

  /** The kernel with the changes of a seed. */
  Program kernel(long seed) {
    OverlaidDump changed = new OverlaidDump(dump);
    mutator.apply(mutator.changes(seed), changed);
    return open(changed);
  }

  @Override
  public void close() {
    dump.close();
  }
}
