package org.vmcore.elf;

/**
 * A program header, {@code Elf64_Phdr}.
 *
 * @param fileOffset {@code p_offset}
 * @param vaddr {@code p_vaddr}
 * @param paddr {@code p_paddr}
 * @param fileSizeBytes {@code p_filesz}
 * @param memorySizeBytes {@code p_memsz}
 */
public record ElfSegment(
    int type, long fileOffset, long vaddr, long paddr, long fileSizeBytes, long memorySizeBytes) {
  public static final int PT_LOAD = 1;
  public static final int PT_NOTE = 4;
}
