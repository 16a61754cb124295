package org.vmcore.recovery;

import java.util.OptionalLong;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.elfcore.ElfCoreBuilder;
import org.vmcore.paging.PhysicalWords;

/** A dump of a virtual machine that says nothing of its kernel, and that kernel. */
public final class RecoveryExample {
  private static final int PAGE_BYTES = 4096;

  private RecoveryExample() {}

  public static KernelImage kernel() {
    return BuiltKernel.x86();
  }

  public static byte[] elfCore() {
    PhysicalWords memory = RecoveryTest.guest();
    ElfCoreBuilder core = new ElfCoreBuilder();
    OptionalLong page = memory.nextStored(0);
    while (page.isPresent()) {
      long paddr = page.getAsLong();
      core.load(paddr, memory.page(paddr).bytes(), PAGE_BYTES);
      page = memory.nextStored(paddr + PAGE_BYTES);
    }
    for (ElfNote note : memory.notes()) {
      core.note(note.name(), note.type(), note.descriptor());
    }
    return core.bytes();
  }
}
