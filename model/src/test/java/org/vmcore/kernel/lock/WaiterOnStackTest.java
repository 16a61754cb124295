package org.vmcore.kernel.lock;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.StackRegion;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;

class WaiterOnStackTest {
  private static final long TASK = 0xffff_8880_0000_0000L;
  private static final long LOCK = 0xffff_8880_0100_0000L;
  private static final long STACK = 0xffff_c900_0000_0000L;
  private static final long WAITER = STACK + 0x20;
  private static final StackRegion REGION = new StackRegion("TASK", STACK, STACK + 0x100);

  private final FakeKernel kernel = FakeKernel.of("x86_64").words(STACK, new long[32]);

  WaiterOnStackTest() {
    kernel
        .struct("list_head", "next", FakeKernel.LONG, "prev", FakeKernel.LONG)
        .struct("mutex_waiter", "list", kernel.type("list_head"), "task", FakeKernel.LONG)
        .struct("task_struct", "pid", FakeKernel.LONG)
        .words(TASK, 42);
  }

  private static Frame frame(String function, long slot) {
    SymbolAt symbol = new SymbolAt(function, 0x10, 0x100, "");
    return new Frame(0, false, slot, REGION, Optional.of(symbol), Optional.empty());
  }

  private OptionalLong lock() {
    Program built = kernel.build();
    Task task = Task.of(built.object("struct task_struct", TASK));
    List<Frame> frames =
        List.of(
            frame("schedule", STACK),
            frame("__mutex_lock.constprop.0", STACK + 0x10),
            frame("rtnl_lock", STACK + 0x80));
    return new WaiterOnStack(task, LockKind.MUTEX, frames, 1, address -> address == TASK).lock();
  }

  @Test
  void theLinkThatIsNoWaitersBelongsToTheLock() {
    kernel
        .struct("mutex", "owner", FakeKernel.LONG, "wait_list", kernel.type("list_head"))
        .words(WAITER, LOCK + Long.BYTES, LOCK + Long.BYTES, TASK)
        .words(LOCK, 0, WAITER, WAITER, 0);

    assertThat(lock(), is(OptionalLong.of(LOCK)));
  }

  @Test
  void aPointerToTheTaskWithoutAQueueAroundItIsNoWaiter() {
    kernel
        .struct("mutex", "owner", FakeKernel.LONG, "wait_list", kernel.type("list_head"))
        .words(WAITER, LOCK + Long.BYTES, LOCK + Long.BYTES, TASK)
        .words(LOCK, 0, LOCK + Long.BYTES, LOCK + Long.BYTES, 0);

    assertThat(lock(), is(OptionalLong.empty()));
  }

  @Test
  void aLockThatPointsToItsFirstWaiterIsFoundByAPointerOnTheStack() {
    kernel
        .struct("mutex", "owner", FakeKernel.LONG, "first_waiter", FakeKernel.LONG)
        .words(WAITER, WAITER, WAITER, TASK)
        .words(LOCK, 0, WAITER)
        .words(STACK + 0x60, LOCK);

    assertThat(lock(), is(OptionalLong.of(LOCK)));
  }
}
