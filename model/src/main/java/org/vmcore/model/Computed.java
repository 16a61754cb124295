package org.vmcore.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.vmcore.io.Fault;

/**
 * What was found out about a kernel, each thing once: see {@link Program#computed}. Thread-safe.
 */
final class Computed {
  private final Program kernel;
  private final Map<Object, Once> all = new ConcurrentHashMap<>();

  Computed(Program kernel) {
    this.kernel = kernel;
  }

  @SuppressWarnings("unchecked") // a key belongs to one caller, and so to one type
  <T> T get(Object key, Function<Program, T> maker) {
    return (T) all.computeIfAbsent(key, k -> new Once()).get(kernel, maker);
  }

  /** One thing found out; those who want the same wait, others do not. */
  private static final class Once {
    private volatile Object value;
    private Reads.Met met;

    Object get(Program kernel, Function<Program, ?> maker) {
      if (value == null) {
        synchronized (this) {
          if (value == null) {
            // Before the value: who sees the value sees what was met.
            value = Reads.shared(() -> outcome(kernel, maker), found -> met = found);
          }
        }
      }
      met.tell(this);
      if (value instanceof Failed failed) {
        throw failed.why();
      }
      return value;
    }

    private static Object outcome(Program kernel, Function<Program, ?> maker) {
      try {
        return maker.apply(kernel);
      } catch (Fault why) {
        if (kernel.modulesAreBeingFound()) {
          throw why; // may be all right when the modules are known
        }
        return new Failed(why);
      }
    }

    private record Failed(Fault why) {}
  }
}
