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
 * @param memoryKb memory of the machine by what became of it in the dump
 * @param panic the line with which the kernel gave up; empty when it did not say
 * @param warnings what the dump lacks
 * @param container how the dump packs the memory: told beside the archive, as no file in it depends
 *     on it
 */
public record CrashFacts(
    String host,
    Instant crashTime,
    String release,
    String version,
    String machine,
    String buildId,
    Map<String, Long> memoryKb,
    String panic,
    List<String> warnings,
    Container container) {
  public CrashFacts {
    warnings = List.copyOf(warnings);
  }

  /**
   * What is true of the dump's file and not of the crash.
   *
   * @param format in words
   */
  public record Container(String format, OptionalInt dumpLevel, int pageSizeBytes) {}
}
