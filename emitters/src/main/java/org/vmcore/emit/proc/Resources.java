package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.resource.Resource;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/iomem} and {@code /proc/ioports} as {@code r_show()}, {@code kernel/resource.c},
 * prints them to root.
 */
final class Resources {
  private static final int MAX_IORES_LEVEL = 5; // deeper ones are not indented further

  @Emits("proc/iomem")
  void iomem(Program kernel, Text out) {
    print(kernel.symbol("iomem_resource"), out);
  }

  @Emits("proc/ioports")
  void ioports(Program kernel, Text out) {
    print(kernel.symbol("ioport_resource"), out);
  }

  private static void print(Value root, Text out) {
    int width = Long.compareUnsigned(root.field("end").asLong(), 0x10000) < 0 ? 4 : 8;
    for (Resource resource : Resource.below(root)) {
      int indent = 2 * Math.min(resource.depth(), MAX_IORES_LEVEL);
      out.line(
          "%*s%0*llx-%0*llx : %s",
          indent, "", width, resource.start(), width, resource.end(), resource.name());
    }
  }
}
