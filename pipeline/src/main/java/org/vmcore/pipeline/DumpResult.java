package org.vmcore.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of one dump: a row of {@code results.jsonl}.
 *
 * @param archive path of the archive; empty when there is none
 * @param warnings oddities of the dump
 * @param container how the dump packs its memory, as a JSON object; empty when there is no archive
 * @param failure why there is none, one line; empty when there is
 * @param files files of the report by outcome
 */
public record DumpResult(
    DumpRequest request,
    String archive,
    long sizeBytes,
    String sha256,
    Map<String, Long> files,
    List<String> warnings,
    String container,
    String failure) {
  public DumpResult {
    warnings = List.copyOf(warnings);
    files = new TreeMap<>(files);
  }

  static DumpResult failed(DumpRequest request, String failure) {
    return new DumpResult(request, "", 0, "", Map.of(), List.of(), "", failure);
  }

  public boolean isFailure() {
    return !failure.isEmpty();
  }
}
