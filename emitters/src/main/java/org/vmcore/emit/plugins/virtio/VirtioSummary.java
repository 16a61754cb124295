package org.vmcore.emit.plugins.virtio;

import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.virtio.VirtioDevice;
import org.vmcore.kernel.virtio.Virtqueue;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;

/**
 * Devices of the hypervisor and their queues: what the driver has handed out and not got back, and
 * what has come back and was not looked at.
 */
final class VirtioSummary {
  @Emits("plugins/virtio/virtio.txt")
  void virtio(Program kernel, Text out) {
    List<VirtioDevice> devices = VirtioDevice.all(kernel);
    if (devices.isEmpty()) {
      out.line("no devices of virtio");
    }
    for (VirtioDevice device : devices) {
      out.line(
          "%s: device %d, %s",
          device.device().name(), device.id(), device.device().driver().orElse("no driver"));
      device.queues().forEach(queue -> queue(queue, out));
    }
  }

  private static void queue(Virtqueue queue, Text out) {
    out.print("  %2d %-16s free %4u", queue.index(), queue.name(), queue.nrFree());
    try {
      out.print(" of %4u%s", queue.size(), queue.isBroken() ? " BROKEN" : "");
      if (!queue.isPacked()) {
        split(queue, out);
      }
    } catch (NoSuchType unknown) {
      out.partial("places in queues: the types of virtio_ring are not at hand");
    }
    out.append('\n');
  }

  /** The indices run on and wrap at 16 bits. */
  private static void split(Virtqueue queue, Text out) {
    out.print(" handed out %5u seen %5u", queue.availableIndex(), queue.lastUsed());
    try {
      long unseen = queue.usedIndex() - queue.lastUsed() & 0xffff;
      long pending = queue.availableIndex() - queue.usedIndex() & 0xffff;
      out.print(" with the device %u, not looked at %u", pending, unseen);
    } catch (MemoryFault gone) {
      out.print(" with the device -");
    }
  }
}
