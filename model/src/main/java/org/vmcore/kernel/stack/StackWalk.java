package org.vmcore.kernel.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/**
 * A walk from the innermost function outwards: the frames so far, and the stacks that may still be
 * entered. Whatever the stack holds, the walk is short: a stack that was left is not entered again,
 * and there are not more frames than a stack can hold sensibly. Confined to one thread.
 */
final class StackWalk {
  private static final int MAX_FRAMES = 512;
  private static final StackRegion NOWHERE = new StackRegion("", 0, 0);

  private final Program kernel;
  private final CodeSymbols symbols;
  private final List<StackRegion> open;
  private final List<Frame> frames = new ArrayList<>();
  private StackRegion current = NOWHERE;

  /**
   * @param stacks all that the task may be on
   */
  StackWalk(Program kernel, List<StackRegion> stacks) {
    this.kernel = kernel;
    this.symbols = CodeSymbols.of(kernel);
    this.open = new ArrayList<>(stacks);
  }

  Program kernel() {
    return kernel;
  }

  /** Whether an address, or that behind the last, is of a stack that may be entered. */
  boolean reaches(long address) {
    boolean outermost = current.name().equals(StackRegion.TASK);
    return current.holds(address, 0)
        || !outermost && open.stream().anyMatch(stack -> stack.holds(address, 0));
  }

  /** Whether memory is on a stack that may be entered; enters it. */
  boolean enters(long address, int sizeBytes) {
    if (current.holds(address, sizeBytes)) {
      return true;
    }
    if (current.name().equals(StackRegion.TASK)) {
      return false; // what runs on other stacks came later than the task
    }
    for (StackRegion stack : open) {
      if (stack.holds(address, sizeBytes)) {
        open.remove(stack);
        current = stack;
        return true;
      }
    }
    return false;
  }

  /**
   * The word at an address of a stack.
   *
   * @throws Malformed when no stack that may be entered holds it
   */
  long word(long address) {
    return kernel.memory().u64(onStack(address, Long.BYTES));
  }

  /** The address, when as much is on a stack that may be entered. */
  long onStack(long address, int sizeBytes) {
    if (!enters(address, sizeBytes)) {
      throw new Malformed("leads off the stack", "stack", address);
    }
    return address;
  }

  /** The stack that the walk is on; one without memory as long as it is on none. */
  StackRegion current() {
    return current;
  }

  /** Where the last function goes on; 0 without any. */
  long pc() {
    return frames.isEmpty() ? 0 : frames.get(frames.size() - 1).pc();
  }

  /**
   * Adds a function.
   *
   * @throws Malformed when there are too many
   */
  void add(long pc, boolean interrupted, long slot) {
    if (frames.size() == MAX_FRAMES) {
      throw new Malformed("more than " + MAX_FRAMES + " functions", "stack", slot);
    }
    frames.add(
        new Frame(pc, interrupted, slot, current, symbols.at(pc, interrupted), Optional.empty()));
  }

  /** Gives the last function the registers that it saved. */
  void setSaved(Registers saved) {
    int last = frames.size() - 1;
    if (last >= 0) {
      frames.set(last, frames.get(last).withSaved(saved));
    }
  }

  /**
   * Refuses a chain that leads back down the stack it is on.
   *
   * @param before the stack that {@code here} is on
   * @throws Malformed when {@code next} is on the same one and not above {@code here}
   */
  void mustRise(StackRegion before, long here, long next) {
    boolean same = current.equals(before) && current.holds(next, 1);
    if (same && Long.compareUnsigned(next, here) <= 0) {
      throw new Malformed("leads back down the stack", "stack", here);
    }
  }

  /** What was found. */
  StackTrace end(Optional<Registers> start, StackEnd end, String reason) {
    return new StackTrace(frames, start, end, reason);
  }

  /** What was found, when nothing called the last function but perhaps a program. */
  StackTrace endAtEntry(Task task, Optional<Registers> start) {
    Optional<Registers> user = UserRegisters.of(task).filter(Registers::isUser);
    if (user.isEmpty() || task.isKernelThread()) {
      return end(start, StackEnd.FIRST_FUNCTION, "");
    }
    setSaved(user.get());
    return end(start, StackEnd.USER_MODE, "");
  }
}
