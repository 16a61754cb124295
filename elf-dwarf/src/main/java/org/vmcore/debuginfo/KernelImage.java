package org.vmcore.debuginfo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.io.ByteSource;

/**
 * What is known of a kernel before any of its data is looked at: debug information, symbols and
 * sections, from a file or from the kernel's own memory. Thread-safe.
 */
public interface KernelImage {
  /** Where it comes from, for messages. */
  String name();

  /** In lower-case hex digits. */
  Optional<String> buildId();

  DebugInfo debugInfo();

  /** What of it cannot be read, a sentence each. */
  default List<String> warnings() {
    return List.of();
  }

  /** Symbols at link-time addresses, or at run-time ones when they come from memory. */
  SymbolTable symbols();

  /** The bytes of a section; empty where they are not at hand. */
  Optional<ByteSource> section(String name);

  /** Where a section was linked. */
  OptionalLong sectionAddress(String name);
}
