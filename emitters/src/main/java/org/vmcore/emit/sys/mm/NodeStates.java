package org.vmcore.emit.sys.mm;

import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.mm.NodeMask;
import org.vmcore.model.Program;

/**
 * Which nodes there are and what they have: {@code node_state_attr[]}, {@code drivers/base/node.c}.
 */
final class NodeStates {
  @Emits(value = "sys/devices/system/node/possible", needs = "node_devices")
  void possible(Program kernel, Text out) {
    list(kernel, "N_POSSIBLE", out);
  }

  @Emits(value = "sys/devices/system/node/online", needs = "node_devices")
  void online(Program kernel, Text out) {
    list(kernel, "N_ONLINE", out);
  }

  @Emits(value = "sys/devices/system/node/has_normal_memory", needs = "node_devices")
  void hasNormalMemory(Program kernel, Text out) {
    list(kernel, "N_NORMAL_MEMORY", out);
  }

  @Emits(value = "sys/devices/system/node/has_memory", needs = "node_devices")
  void hasMemory(Program kernel, Text out) {
    list(kernel, "N_MEMORY", out);
  }

  @Emits(value = "sys/devices/system/node/has_cpu", needs = "node_devices")
  void hasCpu(Program kernel, Text out) {
    list(kernel, "N_CPU", out);
  }

  /** Nodes of devices that use memory of others, 5.10+. */
  @Emits(value = "sys/devices/system/node/has_generic_initiator", needs = "node_devices")
  void hasGenericInitiator(Program kernel, Text out) {
    list(kernel, "N_GENERIC_INITIATOR", out);
  }

  private static void list(Program kernel, String state, Text out) {
    if (kernel.findEnumerator(state).isEmpty()) {
      throw new NoSuchFile("the kernel knows no " + state);
    }
    out.line("%s", Bitmaps.list(NodeMask.of(kernel, state)));
  }
}
