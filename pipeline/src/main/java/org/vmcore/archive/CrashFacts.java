package org.vmcore.archive;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What identifies a crash; the same for everybody who opens the dump.
 *
 * @param crashTime when the machine crashed, to the second; the epoch when the dump does not tell
 * @param buildId of the crashed kernel, empty when unknown
 * @param format of the dump, in words
 * @param pages pages of the dump by state
 * @param panic the line with which the kernel gave up; empty when it did not say
 * @param warnings oddities of the dump
 */
public record CrashFacts(
    String host,
    Instant crashTime,
    String release,
    String version,
    String machine,
    String buildId,
    String format,
    OptionalInt dumpLevel,
    int pageSizeBytes,
    Map<String, Long> pages,
    String panic,
    List<String> warnings) {
  public CrashFacts {
    warnings = List.copyOf(warnings);
  }
}
