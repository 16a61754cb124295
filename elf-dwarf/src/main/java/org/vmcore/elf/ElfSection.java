package org.vmcore.elf;

/**
 * A section header, {@code Elf64_Shdr}.
 *
 * @param index its number in the table
 * @param address {@code sh_addr}
 * @param fileOffset {@code sh_offset}
 * @param sizeBytes {@code sh_size}; of the compressed bytes where the section is compressed
 */
public record ElfSection(
    int index,
    String name,
    int type,
    long flags,
    long address,
    long fileOffset,
    long sizeBytes,
    int link,
    int info,
    long entrySizeBytes) {
  public static final int SHT_SYMTAB = 2;
  public static final int SHT_RELA = 4;
  public static final int SHT_NOTE = 7;
  public static final int SHT_NOBITS = 8;
  public static final int SHT_REL = 9;
  public static final int SHT_SYMTAB_SHNDX = 18;
  public static final long SHF_ALLOC = 2;
  public static final long SHF_EXECINSTR = 4;
  public static final long SHF_COMPRESSED = 0x800;

  public boolean isAllocated() {
    return (flags & SHF_ALLOC) != 0;
  }

  public boolean isExecutable() {
    return (flags & SHF_EXECINSTR) != 0;
  }

  /** Whether this lists what is to be changed in the section that {@code sh_info} names. */
  public boolean isRelocations() {
    return type == SHT_RELA || type == SHT_REL;
  }

  public boolean hasBytes() {
    return type != SHT_NOBITS && type != 0;
  }
}
