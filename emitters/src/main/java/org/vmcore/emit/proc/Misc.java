package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Short lists of drivers: {@code /proc/misc}, {@code /proc/fb} and {@code /proc/dma}. */
final class Misc {
  /** {@code misc_seq_show()}, {@code drivers/char/misc.c}. */
  @Emits("proc/misc")
  void misc(Program kernel, Text out) {
    for (Value device :
        ListHead.forEachEntry(kernel.symbol("misc_list"), "struct miscdevice", "list")) {
      Value name = device.field("name");
      out.line("%3i %s", device.field("minor").asInt(), name.isNull() ? "" : name.asString());
    }
  }

  /** {@code fb_seq_show()}, {@code drivers/video/fbdev/core}. */
  @Emits("proc/fb")
  void fb(Program kernel, Text out) {
    if (!kernel.hasSymbol("registered_fb")) {
      throw new NoSuchFile("the kernel has no frame buffers");
    }
    for (Value info : kernel.symbol("registered_fb").elements()) {
      if (!info.isNull()) {
        out.line("%d %s", info.field("node").asInt(), info.at("fix.id").asString());
      }
    }
  }

  /** {@code proc_dma_show()}, {@code kernel/dma.c}: channels of ISA DMA in use. */
  @Emits("proc/dma")
  void dma(Program kernel, Text out) {
    if (!kernel.hasSymbol("dma_chan_busy")) {
      throw new NoSuchFile("the kernel has no ISA DMA");
    }
    int channel = 0;
    for (Value busy : kernel.symbol("dma_chan_busy").elements()) {
      if (busy.field("lock").asBoolean()) {
        out.line("%2d: %s", channel, busy.field("device_id").asString());
      }
      channel++;
    }
  }
}
