package org.vmcore.dump;

/**
 * Decoded bytes of one page or block of a dump. Shared with the cache: never write to {@code
 * bytes}.
 *
 * @param paddr physical address of {@code bytes[offset]}
 * @param bytes holds the page, perhaps with others around it
 * @param offset where the page begins in {@code bytes}
 * @param sizeBytes bytes of the page; a power of two
 * @param isSaved whether the dump holds these bytes; else they are zeros by its {@link ReadPolicy}
 */
public record Page(long paddr, byte[] bytes, int offset, int sizeBytes, boolean isSaved) {
  /** Bytes that the dump holds. */
  public Page(long paddr, byte[] bytes, int offset, int sizeBytes) {
    this(paddr, bytes, offset, sizeBytes, true);
  }
}
