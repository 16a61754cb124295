package org.vmcore.paging;

/**
 * {@code swp_entry_t}: where memory went that a page table no longer maps.
 *
 * @param type index of the swap area; the highest ones mean something else than swap, such as a
 *     page on its way to another node
 * @param offset page within the swap area
 */
public record SwapEntry(int type, long offset) {}
