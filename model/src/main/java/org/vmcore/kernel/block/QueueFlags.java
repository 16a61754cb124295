package org.vmcore.kernel.block;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Which bits of {@code request_queue.queue_flags} mean what: enumerators since 6.10, before that
 * macros whose names the debug file system of the block layer knows, else as most kernels had them.
 */
final class QueueFlags {
  private static final int MAX_NAME_BYTES = 64;

  /** {@code include/linux/blkdev.h} from 4.20 to 6.9. */
  private static final Map<String, Integer> MACROS =
      Map.ofEntries(
          Map.entry("NOMERGES", 3),
          Map.entry("SAME_COMP", 4),
          Map.entry("NONROT", 6),
          Map.entry("IO_STAT", 7),
          Map.entry("NOXMERGES", 9),
          Map.entry("ADD_RANDOM", 10),
          Map.entry("SAME_FORCE", 12),
          Map.entry("STABLE_WRITES", 15),
          Map.entry("POLL", 16),
          Map.entry("WC", 17),
          Map.entry("FUA", 18),
          Map.entry("DAX", 19));

  private final Program kernel;
  private final Map<String, Integer> bits;

  private QueueFlags(Program kernel) {
    this.kernel = kernel;
    this.bits = kernel.findSymbol("blk_queue_flag_name").map(QueueFlags::named).orElse(MACROS);
  }

  static QueueFlags of(Program kernel) {
    return kernel.computed(QueueFlags.class, QueueFlags::new);
  }

  /** {@code blk_queue_flag_name[]}, {@code block/blk-mq-debugfs.c}. */
  private static Map<String, Integer> named(Value names) {
    Map<String, Integer> bits = new HashMap<>();
    List<Value> all = names.elements();
    for (int bit = 0; bit < Math.min(all.size(), Long.SIZE); bit++) {
      if (!all.get(bit).isNull()) {
        bits.put(names.program().cString(all.get(bit).asLong(), MAX_NAME_BYTES), bit);
      }
    }
    return bits;
  }

  /** The number of a flag; empty where this kernel has no such flag. */
  Optional<Integer> bit(String name) {
    OptionalLong constant = kernel.findEnumerator("QUEUE_FLAG_" + name);
    return constant.isPresent()
        ? Optional.of((int) constant.getAsLong())
        : Optional.ofNullable(bits.get(name));
  }
}
