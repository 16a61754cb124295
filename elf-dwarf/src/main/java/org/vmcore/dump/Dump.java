package org.vmcore.dump;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Physical memory as a dump file holds it. Addresses are bytes, whatever page size the container
 * uses. Thread-safe.
 */
public interface Dump extends Closeable {
  /** The file or files, for messages. */
  String name();

  /** What the container says of itself. */
  DumpDescription description();

  /** State of the page that holds {@code paddr}; reads no page data. */
  PageState state(long paddr);

  /**
   * The decoded page that holds {@code paddr}, from the cache where possible; zeros, where the read
   * policy gives these of a page that is not saved.
   *
   * @throws MemoryFault when the page is not there or does not decode
   */
  Page page(long paddr);

  /**
   * The first address from {@code paddr} on whose page the dump claims to hold; empty when there is
   * none. For walks over all memory: reads no page data, so reading the page may still fail.
   */
  OptionalLong nextStored(long paddr);

  /** What reads give of memory that the dump does not hold. */
  default ReadPolicy readPolicy() {
    return ReadPolicy.STRICT;
  }

  /** Notes in file order, those of the CPUs included. */
  List<ElfNote> notes();

  /** The kernel's own description of itself, if the dump carries it. */
  Optional<VmcoreInfo> vmcoreInfo();

  /** Pages by state over the whole dump; walks bitmaps or segments, reads no page data. */
  PageCounts pageCounts();

  @Override
  void close();
}
