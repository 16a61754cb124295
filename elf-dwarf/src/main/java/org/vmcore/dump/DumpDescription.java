package org.vmcore.dump;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a container says of itself, before any kernel structure is read. Immutable.
 *
 * @param format in words: {@code kdump-compressed v6 (zlib)}, {@code ELF vmcore}
 * @param machine as {@code uname -m} spells it: {@code x86_64}, {@code aarch64}; empty when the
 *     container does not tell
 * @param order byte order of the dumped machine
 * @param blockSizeBytes unit of the container, not the kernel's page size
 * @param dumpLevel makedumpfile's level, where it is recorded
 * @param physBase x86: {@code phys_base}; arm64: {@code PHYS_OFFSET}; 0 when unknown
 * @param warnings oddities worth a line in the manifest: incomplete, truncated, conflicting
 */
public record DumpDescription(
    String format,
    String machine,
    ByteOrder order,
    int blockSizeBytes,
    OptionalInt dumpLevel,
    long physBase,
    List<String> warnings) {
  public DumpDescription {
    warnings = List.copyOf(warnings);
  }

  /** The same with one more warning. */
  public DumpDescription warning(String warning) {
    List<String> more = new ArrayList<>(warnings);
    more.add(warning);
    return new DumpDescription(format, machine, order, blockSizeBytes, dumpLevel, physBase, more);
  }

  /** The same of a machine that the container does not tell. */
  public DumpDescription ofMachine(String known) {
    return new DumpDescription(format, known, order, blockSizeBytes, dumpLevel, physBase, warnings);
  }
}
