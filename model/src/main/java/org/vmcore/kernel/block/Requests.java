package org.vmcore.kernel.block;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The requests that drivers have been given and have not finished, of all disks: found through the
 * tags, {@code struct blk_mq_tags}, which the disks of a host share.
 */
public final class Requests {
  private static final int MAX_TAGS = 1 << 20; // BLK_MQ_MAX_DEPTH is 10240

  private final Map<Long, List<Request>> byQueue = new HashMap<>();

  private Requests(Program kernel) {
    long inFlight = kernel.enumerator("MQ_RQ_IN_FLIGHT");
    Set<Long> seen = new HashSet<>();
    for (Disk disk : Disks.of(kernel).all()) {
      for (Value hardwareQueue : disk.queue().hardwareQueues()) {
        Value tags = hardwareQueue.field("tags");
        if (!tags.isNull() && seen.add(tags.asLong())) {
          addInFlight(tags.deref(), inFlight);
        }
      }
    }
  }

  public static Requests of(Program kernel) {
    return kernel.computed(Requests.class, Requests::new);
  }

  /** {@code blk_mq_rq_state()} tells; what {@code rqs} still points to from before is idle. */
  private void addInFlight(Value tags, long inFlight) {
    Program kernel = tags.program();
    long nrTags = tags.field("nr_tags").asLong() & 0xffffffffL;
    if (nrTags > MAX_TAGS) {
      throw new Malformed("absurd nr_tags " + nrTags, "struct blk_mq_tags", tags.address());
    }
    long[] requests = tags.field("rqs").longs((int) nrTags);
    for (int tag = 0; tag < requests.length; tag++) {
      if (requests[tag] == 0) {
        continue;
      }
      Value request = kernel.object("struct request", requests[tag]);
      try {
        if (request.field("state").asLong() == inFlight && request.field("tag").asLong() == tag) {
          byQueue
              .computeIfAbsent(request.field("q").asLong(), q -> new ArrayList<>())
              .add(new Request(request));
        }
      } catch (MemoryFault gone) {
        // freed together with its disk
      }
    }
  }

  /** Requests of a queue, by tag. */
  public List<Request> inFlight(RequestQueue queue) {
    return inFlight(queue.value().address());
  }

  /**
   * @param queue address of a {@code struct request_queue}
   */
  public List<Request> inFlight(long queue) {
    return byQueue.getOrDefault(queue, List.of());
  }
}
