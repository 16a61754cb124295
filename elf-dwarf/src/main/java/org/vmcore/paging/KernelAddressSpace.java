package org.vmcore.paging;

import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.vmcore.dump.Dump;
import org.vmcore.io.Unsupported;

/** The address space of a dumped kernel, and the way to those of its processes. Thread-safe. */
public final class KernelAddressSpace implements Memory {
  static final int CACHED_CHUNKS = 4096;
  private static final int CACHED_USER_CHUNKS = 16;

  private final Dump dump;
  private final AddressSpace kernel;
  private final LongFunction<PageTableForm> userForms;

  KernelAddressSpace(Dump dump, AddressSpace kernel, PageTableForm userForm) {
    this(dump, kernel, root -> userForm);
  }

  /**
   * @param userForms how the tables below a root of this physical address are laid out
   */
  KernelAddressSpace(Dump dump, AddressSpace kernel, LongFunction<PageTableForm> userForms) {
    this.dump = dump;
    this.kernel = kernel;
    this.userForms = userForms;
  }

  /**
   * Finds the page tables of a dump's kernel.
   *
   * @param symbols run-time addresses of the kernel's symbols, where the dump does not tell
   * @throws Unsupported when the machine's page tables are not known, or cannot be placed
   */
  public static KernelAddressSpace of(Dump dump, Function<String, OptionalLong> symbols) {
    return of(dump, symbols, name -> OptionalLong.empty());
  }

  /**
   * As above, with what page tables of processes hold of memory that is not present, where types
   * must tell.
   *
   * @param enumerators of the kernel's types
   */
  public static KernelAddressSpace of(
      Dump dump,
      Function<String, OptionalLong> symbols,
      Function<String, OptionalLong> enumerators) {
    PlacedSymbols placed = new PlacedSymbols(dump, symbols, enumerators);
    String machine = dump.description().machine();
    return switch (machine) {
      case "x86_64" -> X86AddressSpaces.kernel(dump, placed);
      case "aarch64" -> Arm64AddressSpaces.kernel(dump, placed);
      case "ppc64le", "ppc64" -> Ppc64AddressSpaces.kernel(dump, placed);
      case "s390x" -> S390AddressSpaces.kernel(dump, placed);
      case "riscv64" -> RiscvAddressSpaces.kernel(dump, placed);
      default ->
          throw new Unsupported(
              "page tables of machine '" + machine + "' are not known",
              dump.name(),
              "x86_64, aarch64, ppc64le, s390x and riscv64 can be read");
    };
  }

  /**
   * The memory of a process. Pages that were swapped out or left out of the dump cannot be read.
   *
   * @param pgd kernel address of its top page table, {@code mm_struct.pgd}
   */
  public Memory user(long pgd) {
    return new AddressSpace(dump, userWalker(pgd), List.of(), CACHED_USER_CHUNKS);
  }

  /**
   * What the page tables of a process say of a range of its addresses, as {@code walk_page_range()}
   * does: memory, page by page, and swap entries, by ascending address.
   *
   * @param pgd as above
   * @param last the last address of the range
   * @throws NotMapped when the range is none of a process, or the tables do not end
   * @throws org.vmcore.dump.MemoryFault when a table is not in the dump
   */
  public void forEachUserEntry(long pgd, long first, long last, Consumer<PageTableEntry> visitor) {
    userWalker(pgd).forEachEntry(first, last, visitor);
  }

  private PageTableWalker userWalker(long pgd) {
    long root = physical(pgd);
    return new PageTableWalker(dump, userForms.apply(root), root);
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
