package org.vmcore.emit.plugins.nvme;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.nvme.NvmeController;
import org.vmcore.kernel.nvme.NvmeQueue;
import org.vmcore.model.Program;

/** Controllers of NVMe, and of those on the PCI bus the queues. */
final class NvmeSummary {
  @Emits("plugins/nvme/nvme.txt")
  void nvme(Program kernel, Text out) {
    List<NvmeController> controllers = NvmeController.all(kernel);
    if (controllers.isEmpty()) {
      out.line("no controllers of NVMe");
    }
    for (NvmeController controller : controllers) {
      out.line(
          "%s: %s at %s, %s, %d queues",
          controller.name(),
          controller.transport(),
          controller.parent(),
          controller.state(),
          controller.number("queue_count"));
      if (controller.isPcie()) {
        queues(controller, out);
      }
    }
  }

  private static void queues(NvmeController controller, Text out) {
    out.line(
        "  %5s %6s %8s %8s %8s %5s %5s",
        "QUEUE", "DEPTH", "SQ TAIL", "RUNG AT", "CQ HEAD", "PHASE", "IRQ");
    for (NvmeQueue queue : NvmeQueue.of(controller)) {
      out.line(
          "  %5d %6d %8d %8d %8d %5d %5d",
          queue.number("qid"),
          queue.number("q_depth"),
          queue.number("sq_tail"),
          queue.number("last_sq_tail"),
          queue.number("cq_head"),
          queue.number("cq_phase"),
          queue.number("cq_vector"));
    }
  }
}
