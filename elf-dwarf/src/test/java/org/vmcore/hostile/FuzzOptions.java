package org.vmcore.hostile;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is asked to do.
 *
 * @param seconds when to stop
 * @param count of mutants, when to stop
 * @param only part of the names of the subjects that take part
 * @param from number of the first mutant of each subject
 * @param limitMs CPU time that one mutant may take
 * @param keep where the files of failures go
 */
record FuzzOptions(
    long seed,
    long seconds,
    long count,
    String only,
    long from,
    long limitMs,
    Optional<Path> keep) {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--seed", "1",
          "--seconds", "60",
          "--count", Long.toString(Long.MAX_VALUE),
          "--only", "",
          "--from", "0",
          "--limit-ms", "2000",
          "--keep", "");

  static FuzzOptions parse(String[] arguments) {
    Map<String, String> given = new HashMap<>(DEFAULTS);
    for (int i = 0; i < arguments.length; i += 2) {
      if (!DEFAULTS.containsKey(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException("no such option with a value: " + arguments[i]);
      }
      given.put(arguments[i], arguments[i + 1]);
    }
    return new FuzzOptions(
        number(given, "--seed"),
        number(given, "--seconds"),
        number(given, "--count"),
        given.get("--only"),
        number(given, "--from"),
        number(given, "--limit-ms"),
        Optional.of(given.get("--keep")).filter(path -> !path.isEmpty()).map(Path::of));
  }

  private static long number(Map<String, String> given, String option) {
    return Long.parseLong(given.get(option));
  }
}
