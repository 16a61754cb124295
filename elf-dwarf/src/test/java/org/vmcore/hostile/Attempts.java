package org.vmcore.hostile;

import java.util.Map;
import java.util.TreeMap;
import org.vmcore.io.Fault;

/** The steps of reading one input. A fault ends a step and is counted; all else is a mistake. */
final class Attempts {
  private final Map<String, Long> faults = new TreeMap<>();
  private long answers;

  /** A step that gives something. */
  interface Step<T> {
    T get();
  }

  /** What the step gives, or null where a fault came instead. */
  <T> T of(Step<T> step) {
    try {
      T result = step.get();
      answers++;
      return result;
    } catch (Fault fault) {
      faults.merge(fault.getClass().getSimpleName(), 1L, Long::sum);
      return null;
    }
  }

  /** A step that gives nothing. */
  void run(Runnable step) {
    of(
        () -> {
          step.run();
          return "";
        });
  }

  /** Steps that ended well. */
  long answers() {
    return answers;
  }

  /** Faults by kind. */
  Map<String, Long> faults() {
    return faults;
  }
}
