package org.vmcore.kernel.mm;

import java.util.BitSet;
import java.util.Optional;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Sets of nodes, {@code nodemask_t}, {@code include/linux/nodemask.h}. */
public final class NodeMask {
  private NodeMask() {}

  /**
   * {@code node_states[state]}: {@code N_POSSIBLE}, {@code N_ONLINE}, {@code N_MEMORY} and others;
   * node 0 where the kernel has no more.
   */
  public static BitSet of(Program kernel, String state) {
    Optional<Value> states = kernel.findSymbol("node_states");
    if (states.isEmpty() || kernel.findEnumerator(state).isEmpty()) {
      BitSet first = new BitSet();
      first.set(0);
      return first;
    }
    return of(states.get().index(kernel.enumerator(state)));
  }

  /**
   * @param mask a {@code nodemask_t}
   */
  public static BitSet of(Value mask) {
    return CpuMask.bits(mask.field("bits"));
  }

  /** {@code MAX_NUMNODES}, in bits of a mask. */
  public static int maxNodes(Program kernel) {
    return kernel.findSymbol("node_data").map(Value::length).orElse(1);
  }
}
