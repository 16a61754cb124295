package org.vmcore.paging;

import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.dump.Dump;
import org.vmcore.io.Unsupported;

/** The address space of a dumped kernel, and the way to those of its processes. Thread-safe. */
public final class KernelAddressSpace implements Memory {
  static final int CACHED_CHUNKS = 4096;
  private static final int CACHED_USER_CHUNKS = 16;

  private final Dump dump;
  private final AddressSpace kernel;
  private final PageTableForm userForm;

  KernelAddressSpace(Dump dump, AddressSpace kernel, PageTableForm userForm) {
    this.dump = dump;
    this.kernel = kernel;
    this.userForm = userForm;
  }

  /**
   * Finds the page tables of a dump's kernel.
   *
   * @param symbols run-time addresses of the kernel's symbols, where the dump does not tell
   * @throws Unsupported when the machine's page tables are not known, or cannot be placed
   */
  public static KernelAddressSpace of(Dump dump, Function<String, OptionalLong> symbols) {
    PlacedSymbols placed = new PlacedSymbols(dump, symbols);
    String machine = dump.description().machine();
    return switch (machine) {
      case "x86_64" -> X86AddressSpaces.kernel(dump, placed);
      case "aarch64" -> Arm64AddressSpaces.kernel(dump, placed);
      default ->
          throw new Unsupported(
              "page tables of machine '" + machine + "' are not known",
              dump.name(),
              "dumps of x86_64 and aarch64 can be read");
    };
  }

  /**
   * The memory of a process. Pages that were swapped out or left out of the dump cannot be read.
   *
   * @param pgd kernel address of its top page table, {@code mm_struct.pgd}
   */
  public Memory user(long pgd) {
    PageTableWalker walker = new PageTableWalker(dump, userForm, physical(pgd));
    return new AddressSpace(dump, walker, List.of(), CACHED_USER_CHUNKS);
  }

  /**
   * Physical address behind a kernel address.
   *
   * @throws org.vmcore.dump.MemoryFault when there is none
   */
  public long physical(long vaddr) {
    return kernel.physical(vaddr);
  }

  @Override
  public ByteOrder order() {
    return kernel.order();
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    kernel.read(address, target, offset, length);
  }

  @Override
  public boolean isReadable(long address) {
    return kernel.isReadable(address);
  }

  @Override
  public int u8(long address) {
    return kernel.u8(address);
  }

  @Override
  public int u16(long address) {
    return kernel.u16(address);
  }

  @Override
  public int u32(long address) {
    return kernel.u32(address);
  }

  @Override
  public long u64(long address) {
    return kernel.u64(address);
  }
}
