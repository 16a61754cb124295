package org.vmcore.kernel.stack;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
   * Where a function really returns to.
   *
   * @param address the return address that was found
   * @param slot where it was found; on arm64 the frame pointer that goes with it
   */
  long original(Task task, long address, long slot) {
    long real = address;
    if (real == graph && graph != 0) {
      real = fromGraph(task.value(), slot).orElse(real);
    }
    return isHook(real) ? fromHooks(task.value(), slot).orElse(real) : real;
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

  /** Before 6.11 an array of {@code struct ftrace_ret_stack}, the innermost last. */
  private OptionalLong inStructures(Value task, Value stack, long slot) {
    for (int i = Math.min(task.field("curr_ret_stack").asInt(), MAX_HOOKS); i >= 0; i--) {
      if (stack.index(i).field("retp").asLong() == slot) {
        return OptionalLong.of(stack.index(i).field("ret").asLong());
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
      if (entry.field("retp").asLong() == slot && entry.field("ret").asLong() != graph) {
        return OptionalLong.of(entry.field("ret").asLong());
      }
    }
    return OptionalLong.empty();
  }

  /** Before 5.11 a table of all tasks held the hooks; such are not looked up. */
  private OptionalLong fromHooks(Value task, long slot) {
    OptionalLong found = fromHooks(task, "rethooks", "struct rethook_node", slot);
    return found.isPresent()
        ? found
        : fromHooks(task, "kretprobe_instances", "struct kretprobe_instance", slot);
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
