package org.vmcore.kernel.mm;

import java.util.Map;
import java.util.Optional;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.model.Value;

/** A {@code struct mempolicy}, {@code mm/mempolicy.c}: on which nodes memory is wanted. */
public final class MemoryPolicy {
  // include/uapi/linux/mempolicy.h
  private static final int MPOL_F_STATIC_NODES = 1 << 15;
  private static final int MPOL_F_RELATIVE_NODES = 1 << 14;
  private static final int MPOL_F_MORON = 1 << 4;

  /** {@code policy_modes[]}. */
  private static final Map<Integer, String> MODES =
      Map.of(
          1, "prefer",
          2, "bind",
          3, "interleave",
          4, "local",
          5, "prefer (many)",
          6, "weighted interleave");

  private MemoryPolicy() {}

  /**
   * {@code mpol_to_str()} of the policy of an area, else of its process.
   *
   * @param task the {@code struct task_struct}
   */
  public static String of(VmArea area, Value task) {
    Optional<Value> policy =
        pointed(area.value(), "vm_policy").or(() -> pointed(task, "mempolicy"));
    return policy.map(MemoryPolicy::text).orElse("default");
  }

  private static Optional<Value> pointed(Value object, String member) {
    return object.has(member)
        ? Optional.of(object.field(member)).filter(policy -> !policy.isNull()).map(Value::deref)
        : Optional.empty();
  }

  private static String text(Value policy) {
    int flags = policy.field("flags").asInt();
    String mode = MODES.get(policy.field("mode").asInt());
    if (mode == null || (flags & MPOL_F_MORON) != 0) {
      return "default";
    }
    String how =
        (flags & MPOL_F_STATIC_NODES) != 0
            ? "=static"
            : (flags & MPOL_F_RELATIVE_NODES) != 0 ? "=relative" : "";
    String nodes = policy.has("nodes") ? Bitmaps.list(CpuMask.bits(policy.at("nodes.bits"))) : "";
    return mode + how + (nodes.isEmpty() ? "" : ":" + nodes);
  }
}
