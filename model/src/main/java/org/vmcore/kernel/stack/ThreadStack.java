package org.vmcore.kernel.stack;

import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.Type;

/** The stack of a task, {@code task_struct.stack}. */
public final class ThreadStack {
  private static final long FRED_PADDING_BYTES = 16; // TOP_OF_KERNEL_STACK_PADDING

  private ThreadStack() {}

  /** Empty for a task that gave its stack back when it exited. */
  public static Optional<StackRegion> of(Task task) {
    Value value = task.value();
    long begin = value.field("stack").asLong();
    boolean gone =
        value.has("stack_refcount") && value.at("stack_refcount.refs.counter").asInt() == 0;
    return begin == 0 || gone
        ? Optional.empty()
        : Optional.of(new StackRegion(StackRegion.TASK, begin, begin + sizeBytes(value.program())));
  }

  /** {@code THREAD_SIZE}. */
  public static long sizeBytes(Program kernel) {
    return kernel.computed(ThreadStack.class, ThreadStack::findSizeBytes);
  }

  /** No variable holds it: what lies around the first task's stack tells, or its type. */
  private static long findSizeBytes(Program kernel) {
    OptionalLong size = between(kernel, "__start_init_stack", "__end_init_stack");
    if (size.isEmpty()) {
      size = between(kernel, "__start_init_task", "__end_init_task");
    }
    return size.isPresent() ? size.getAsLong() : fromTypeOrTasks(kernel);
  }

  private static long fromTypeOrTasks(Program kernel) {
    return kernel
        .findType("union thread_union")
        .map(Type::sizeBytes)
        .or(() -> ofMappedStack(kernel))
        .orElseThrow(() -> new NoSuchSymbol("thread_union"));
  }

  /** CONFIG_VMAP_STACK: the stack of any other task is memory of a known number of pages. */
  private static Optional<Long> ofMappedStack(Program kernel) {
    for (Task task : Tasks.of(kernel).all()) {
      if (task.value().has("stack_vm_area") && !task.value().field("stack_vm_area").isNull()) {
        long nrPages = task.value().at("stack_vm_area.nr_pages").asLong();
        return Optional.of(nrPages * kernel.pageSizeBytes());
      }
    }
    return Optional.empty();
  }

  private static OptionalLong between(Program kernel, String start, String end) {
    OptionalLong from = kernel.findAddress(start);
    OptionalLong to = kernel.findAddress(end);
    return from.isPresent() && to.isPresent() && to.getAsLong() > from.getAsLong()
        ? OptionalLong.of(to.getAsLong() - from.getAsLong())
        : OptionalLong.empty();
  }

  /** {@code task_pt_regs()}: where the registers lie with which the task entered the kernel. */
  static OptionalLong userRegistersAddress(Task task) {
    Program kernel = task.value().program();
    Optional<StackRegion> stack = of(task);
    if (stack.isEmpty()) {
      return OptionalLong.empty();
    }
    long padding =
        kernel.findAddress("asm_fred_entrypoint_user").isPresent() ? FRED_PADDING_BYTES : 0;
    return OptionalLong.of(stack.get().end() - padding - kernel.sizeOf("struct pt_regs"));
  }
}
