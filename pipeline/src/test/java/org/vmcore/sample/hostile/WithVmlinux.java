package org.vmcore.sample.hostile;

import org.vmcore.debuginfo.KernelImage;
import org.vmcore.dump.Dump;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.paging.Memory;

/** A kernel of which the vmlinux is at hand. */
final class WithVmlinux implements HostileKernels.TriedKernel {
  private final Dump dump;
  private final KernelImage image;
  private final Program kernel;

  WithVmlinux(Dump dump, KernelImage image) {
    this.dump = dump;
    this.image = image;
    this.kernel = open(dump);
  }

  @Override
  public Program open(Dump memory) {
    return Kernels.withModules(LoadedModules::of).open(memory, image);
  }

  @Override
  public Program through(Memory memory) {
    return new Program(
        dump,
        memory,
        image.debugInfo(),
        image.symbols(),
        kernel.relocationBytes(),
        LoadedModules::of);
  }

  @Override
  public Memory memory() {
    return kernel.memory();
  }

  @Override
  public long physical(long vaddr) {
    return kernel.physical(vaddr);
  }
}
