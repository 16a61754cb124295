package org.vmcore.kernel.mm;

import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The multi-generational LRU, {@code mm/vmscan.c}. */
public final class LruGen {
  private LruGen() {}

  /** {@code show_enabled()}: a bit for each part that is on and that the processor can do. */
  public static long enabled(Program kernel) {
    Value keys = kernel.symbol("lru_gen_caps");
    long caps = 0;
    for (int cap = 0; cap < keys.length(); cap++) {
      if (keys.index(cap).at("key.enabled.counter").asLong() > 0) {
        caps |= 1L << cap;
      }
    }
    long core = 1L << kernel.enumerator("LRU_GEN_CORE");
    if ((caps & ~core) != 0 && !kernel.machine().equals("x86_64")) {
      throw new Malformed("what the processor can do is not known", "lru_gen_caps", keys.address());
    }
    return caps;
  }

  /** {@code lru_gen_min_ttl}: how long what was used must stay. */
  public static long minTtlMs(Program kernel) {
    return Hz.jiffiesToMsecs(kernel, kernel.symbol("lru_gen_min_ttl").asLong());
  }
}
