package org.vmcore.paging;

import java.util.Optional;

/**
 * What the page tables say of a piece of an address space: memory behind it, or a swap entry.
 *
 * @param vaddr where the piece begins
 * @param sizeBytes a page, or what a large entry covers
 * @param bits the entry as it stands in the table
 * @param present whether there is memory behind it, though perhaps without rights to touch it; else
 *     the bits are a swap entry ({@code pte_to_swp_entry()})
 * @param swap what a swap entry says, where it is understood
 * @param paddr where that memory begins; 0 when not present
 * @param young whether the memory was used since the kernel last looked
 * @param dirty whether the memory was written to
 * @param special whether the kernel does not look after that memory as it does after a process's: a
 *     device's, the page of zeros
 */
public record PageTableEntry(
    long vaddr,
    long sizeBytes,
    long bits,
    boolean present,
    Optional<SwapEntry> swap,
    long paddr,
    boolean young,
    boolean dirty,
    boolean special) {}
