package org.vmcore.recovery;

import java.nio.ByteOrder;
import java.util.List;
import org.vmcore.dump.ElfNote;
import org.vmcore.io.Cursor;

/**
 * Control registers of a CPU as QEMU notes them, {@code QEMUCPUState} in its {@code
 * target/i386/arch_dump.c}.
 *
 * @param idtBase virtual address of the interrupt descriptor table
 */
record X86Registers(long idtBase, long cr3, long cr4) {
  private static final int IDT_BASE = 384;
  private static final int CR3 = 416;
  private static final int SIZE_BYTES = 432; // later versions are longer
  private static final int USER_HALF = 1 << 12; // PTI_USER_PGTABLE_BIT
  private static final long ROOT = 0x000f_ffff_ffff_f000L;
  private static final long LA57 = 1 << 12; // X86_CR4_LA57

  /** In the order of the CPUs. */
  static List<X86Registers> of(List<ElfNote> notes) {
    return notes.stream()
        .filter(note -> note.name().equals("QEMU") && note.descriptor().length >= SIZE_BYTES)
        .map(note -> read(note.descriptor()))
        .toList();
  }

  private static X86Registers read(byte[] descriptor) {
    Cursor in = new Cursor(descriptor, ByteOrder.LITTLE_ENDIAN, "QEMU note");
    in.seek(IDT_BASE);
    long idtBase = in.u64();
    in.seek(CR3);
    return new X86Registers(idtBase, in.u64(), in.u64());
  }

  /**
   * Where the top page table may be: as it stands, and without the bit that leads to a process's
   * own half, which maps little of the kernel (PTI).
   */
  List<Long> roots() {
    long root = cr3 & ROOT;
    return (root & USER_HALF) == 0 ? List.of(root) : List.of(root, root & ~USER_HALF);
  }

  int levels() {
    return (cr4 & LA57) == 0 ? 4 : 5;
  }
}
