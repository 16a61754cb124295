package org.vmcore.kernel.nvme;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/**
 * A pair of queues of a controller on the PCI bus, {@code struct nvme_queue}, {@code
 * drivers/nvme/host/pci.c}.
 *
 * @param value the {@code struct nvme_queue}
 */
public record NvmeQueue(Value value) {
  private static final int MAX_QUEUES = 1 << 16;

  /** All queues that the controller uses, the one for administration first. */
  public static List<NvmeQueue> of(NvmeController controller) {
    Value device = controller.value().containerOf("struct nvme_dev", "ctrl");
    long nrQueues = controller.number("queue_count");
    if (nrQueues < 0 || nrQueues > MAX_QUEUES) {
      throw new Malformed("absurd queue_count " + nrQueues, "struct nvme_ctrl", device.address());
    }
    List<NvmeQueue> queues = new ArrayList<>();
    for (Value queue : device.field("queues").elements(nrQueues)) {
      queues.add(new NvmeQueue(queue));
    }
    return queues;
  }

  public long number(String member) {
    return value.field(member).asLong();
  }
}
