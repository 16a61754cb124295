package org.vmcore.kernel.mm;

import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code get_il_weight()}, {@code mm/mempolicy.c}: 1 for nodes of which nobody said else. */
public final class InterleaveWeights {
  private InterleaveWeights() {}

  /** Whether weights follow what firmware says of the nodes' speed. */
  public static boolean areAutomatic(Program kernel) {
    return state(kernel).map(state -> state.field("mode_auto").asBoolean()).orElse(true);
  }

  /** The weight of a node. */
  public static int of(Program kernel, int node) {
    Optional<Value> table =
        kernel.hasSymbol("wi_state")
            ? state(kernel).map(state -> state.field("iw_table"))
            : kernel.findSymbol("iw_table").filter(weights -> !weights.isNull()); // before 6.16
    int weight = table.map(weights -> weights.index(node).asInt()).orElse(1);
    return weight == 0 ? 1 : weight;
  }

  private static Optional<Value> state(Program kernel) {
    return kernel.findSymbol("wi_state").filter(state -> !state.isNull()).map(Value::deref);
  }
}
