package org.vmcore.kernel.stack;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Return addresses that tracers replaced by their own, and what they were: {@code
 * ftrace_graph_ret_addr()} in {@code kernel/trace/fgraph.c}, {@code rethook_find_ret_addr()} in
 * {@code kernel/trace/rethook.c}, {@code kretprobe_find_ret_addr()} in {@code kernel/kprobes.c}.
 */
final class ReturnTrampolines {
  private static final int NR_TRACERS = 2;
  private static final int MAX_HOOKS = 4096;
  private static final int FGRAPH_FRAME_OFFSET_MASK = (1 << 10) - 1; // kernel/trace/fgraph.c

  private final Program kernel;
  private final long graph;
  private final long[] hooks;

  private ReturnTrampolines(Program kernel) {
    this.kernel = kernel;
    this.graph = kernel.findAddress("return_to_handler").orElse(0);
    this.hooks =
        Stream.of("arch_rethook_trampoline", "__kretprobe_trampoline", "kretprobe_trampoline")
            .map(kernel::findAddress)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .toArray();
  }

  static ReturnTrampolines of(Program kernel) {
    return kernel.computed(ReturnTrampolines.class, ReturnTrampolines::new);
  }

  /**
   * Where a function really returns to. What one tracer found there may be what the other put
   * there, in either order: the kernel's own unwinder knows but one of them.
   *
   * @param address the return address that was found
   * @param slot where it was found; on arm64 the frame pointer that goes with it
   */
  long original(Task task, long address, long slot) {
    long real = address;
    for (int n = 0; n < NR_TRACERS; n++) {
      real = isGraph(real) ? fromGraph(task.value(), slot).orElse(real) : real;
      real = isHook(real) ? fromHooks(task.value(), slot).orElse(real) : real;
    }
    return real;
  }

  private boolean isGraph(long address) {
    return address != 0 && address == graph;
  }

  private boolean isHook(long address) {
    return address != 0 && LongStream.of(hooks).anyMatch(hook -> hook == address);
  }

  private OptionalLong fromGraph(Value task, long slot) {
    if (!task.has("ret_stack")
        || task.field("ret_stack").isNull()
        || !kernel.hasMember("struct ftrace_ret_stack", "retp")) {
      return OptionalLong.empty();
    }
    Value stack = task.field("ret_stack");
    boolean words = stack.deref().type().asStruct().isEmpty();
    return words ? inWords(task, stack, slot) : inStructures(task, stack, slot);
  }

  /**
   * Before 6.11 an array of {@code struct ftrace_ret_stack}, the innermost last. Functions that
   * went on to others without a call share a return address; the first of them knows it.
   */
  private OptionalLong inStructures(Value task, Value stack, long slot) {
    int last = Math.min(task.field("curr_ret_stack").asInt(), MAX_HOOKS);
    for (int i = 0; i <= last; i++) {
      Value entry = stack.index(i);
      if (entry.field("retp").asLong() == slot && !isGraph(entry.field("ret").asLong())) {
        return OptionalLong.of(entry.field("ret").asLong());
      }
    }
    return OptionalLong.empty();
  }

  /** Since 6.11 words: each structure is followed by what users keep and by its own size. */
  private OptionalLong inWords(Value task, Value stack, long slot) {
    long at = Math.min(task.field("curr_ret_stack").asLong(), MAX_HOOKS);
    while (at > 0) {
      long sizeWords = stack.index(at - 1).asLong() & FGRAPH_FRAME_OFFSET_MASK;
      at = at - 1 - sizeWords;
      if (sizeWords == 0 || at < 0) {
        break;
      }
      Value entry = kernel.object("struct ftrace_ret_stack", stack.index(at).address());
      if (entry.field("retp").asLong() == slot && !isGraph(entry.field("ret").asLong())) {
        return OptionalLong.of(entry.field("ret").asLong());
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong fromHooks(Value task, long slot) {
    if (kernel.hasMember("struct kretprobe_instance", "hlist")) {
      return fromTable(task, slot);
    }
    OptionalLong found = fromHooks(task, "rethooks", "struct rethook_node", slot);
    return found.isPresent()
        ? found
        : fromHooks(task, "kretprobe_instances", "struct kretprobe_instance", slot);
  }

  /** Before 5.11 a table held the hooks of all tasks. */
  private OptionalLong fromTable(Value task, long slot) {
    if (!kernel.hasSymbol("kretprobe_inst_table")) {
      return OptionalLong.empty();
    }
    Value heads = kernel.symbol("kretprobe_inst_table");
    for (int i = 0; i < heads.length(); i++) {
      for (Value hook : HList.forEachEntry(heads.index(i), "struct kretprobe_instance", "hlist")) {
        long original = hook.field("ret_addr").asLong();
        if (hook.field("task").asLong() == task.address()
            && hook.field("fp").asLong() == slot
            && !isHook(original)) {
          return OptionalLong.of(original);
        }
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong fromHooks(Value task, String list, String type, long slot) {
    if (!task.has(list) || !kernel.hasMember(type, "llist")) {
      return OptionalLong.empty();
    }
    Value node = task.field(list).field("first");
    for (int n = 0; n < MAX_HOOKS && !node.isNull(); n++) {
      Value hook = node.containerOf(type, "llist");
      long original = hook.field("ret_addr").asLong();
      if (MemberVariants.first(hook, "frame", "fp").asLong() == slot && !isHook(original)) {
        return OptionalLong.of(original);
      }
      node = node.field("next");
    }
    return OptionalLong.empty();
  }
}
