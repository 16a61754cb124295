package org.vmcore.kernel.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.kernel.stack.X86Registers.Name;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Program;

class FramePointerUnwinderTest {
  private static final long TEXT = 0xffff_ffff_8100_0000L;
  private static final long TASK = 0xffff_8880_0000_0000L;
  private static final long STACK = 0xffff_c900_0000_0000L;
  private static final long STACK_BYTES = 0x1000;
  private static final long PF_KTHREAD = 0x00200000;
  private static final long KERNEL_CS = 0x10;
  private static final long USER_CS = 0x33;

  private final FakeKernel kernel =
      FakeKernel.of("x86_64").words(STACK, new long[(int) STACK_BYTES / Long.BYTES]);

  private long function(String name, int number) {
    kernel.symbol(name, TEXT + number * 0x100L, 0x100);
    return TEXT + number * 0x100L + 0x20;
  }

  /** Of a task that gave up its CPU with this frame pointer. */
  private StackTrace ofSleeping(long bp) {
    Object[] registers = new Object[2 * X86Registers.COUNT];
    for (int i = 0; i < X86Registers.COUNT; i++) {
      registers[2 * i] = Name.values()[i].name();
      registers[2 * i + 1] = FakeKernel.LONG;
    }
    kernel.words(TASK, STACK, PF_KTHREAD, STACK).words(STACK, bp, function("__schedule", 9));
    Program program =
        kernel
            .symbol("_stext", TEXT, 0)
            .symbol("_etext", TEXT + 0x10000, 0)
            .symbol("__start_init_stack", 0, 0)
            .symbol("__end_init_stack", STACK_BYTES, 0)
            .struct("pt_regs", registers)
            .struct("inactive_task_frame", "bp", FakeKernel.LONG, "ret_addr", FakeKernel.LONG)
            .struct("thread_struct", "sp", FakeKernel.LONG)
            .struct(
                "task_struct",
                "stack",
                FakeKernel.LONG,
                "flags",
                FakeKernel.LONG,
                "thread",
                kernel.type("thread_struct"))
            .build();
    StackRegion own = new StackRegion(StackRegion.TASK, STACK, STACK + STACK_BYTES);
    Task task = Task.of(program.object("struct task_struct", TASK));
    return new FramePointerUnwinder(program).ofSleeping(task, new StackWalk(program, List.of(own)));
  }

  private static List<String> functions(StackTrace trace) {
    return trace.frames().stream().map(Frame::function).toList();
  }

  private static long[] registers(long ip, long cs, long sp, long bp) {
    long[] values = new long[X86Registers.COUNT];
    values[Name.RIP.ordinal()] = ip;
    values[Name.CS.ordinal()] = cs;
    values[Name.RSP.ordinal()] = sp;
    values[Name.RBP.ordinal()] = bp;
    return values;
  }

  @Test
  void followsTheSavedFramePointersToTheFirstFunction() {
    long schedule = function("schedule", 0);
    long kthread = function("kthread", 1);
    kernel.words(STACK + 0x100, STACK + 0x180, schedule).words(STACK + 0x180, 0, kthread);

    StackTrace trace = ofSleeping(STACK + 0x100);

    assertThat(functions(trace), contains("__schedule", "schedule", "kthread"));
    assertThat(trace.end(), is(StackEnd.FIRST_FUNCTION));
  }

  @Test
  void takesAnOddFramePointerForTheRegistersOfWhatWasInterrupted() {
    long handler = function("handler", 0);
    long worker = function("worker", 1);
    long kthread = function("kthread", 2);
    kernel.words(STACK + 0x100, STACK + 0x200 + 1, handler);
    kernel.words(STACK + 0x200, registers(worker, KERNEL_CS, STACK + 0x400, STACK + 0x480));
    kernel.words(STACK + 0x480, 0, kthread);

    StackTrace trace = ofSleeping(STACK + 0x100);

    assertThat(functions(trace), contains("__schedule", "handler", "worker", "kthread"));
    assertThat(trace.frames().get(2).interrupted(), is(true));
  }

  @Test
  void endsWhereTheProgramEnteredTheKernel() {
    long syscall = function("do_syscall", 0);
    kernel.words(STACK + 0x100, STACK + 0x200 + 1, syscall);
    kernel.words(STACK + 0x200, registers(0x401000, USER_CS, 0x7ffc_0000, 0));

    StackTrace trace = ofSleeping(STACK + 0x100);

    assertThat(functions(trace), contains("__schedule", "do_syscall"));
    assertThat(trace.end(), is(StackEnd.USER_MODE));
  }

  @ParameterizedTest
  @ValueSource(longs = {0xffff_c900_0001_0000L, 0x7ffc_1234_5678L, 0xffff_c900_0000_0ff8L, 0x1})
  void stopsAtAFramePointerThatIsOnNoStack(long damaged) {
    long worker = function("worker", 0);
    kernel.words(STACK + 0x100, damaged, worker);

    StackTrace trace = ofSleeping(STACK + 0x100);

    assertThat(functions(trace), contains("__schedule", "worker"));
    assertThat(trace.end(), is(StackEnd.BROKEN));
    assertThat(trace.reason(), containsString("leads off the stack"));
  }

  @Test
  void stopsWhereTheChainLeadsBack() {
    long worker = function("worker", 0);
    kernel.words(STACK + 0x100, STACK + 0x80, worker).words(STACK + 0x80, STACK + 0x100, worker);

    StackTrace trace = ofSleeping(STACK + 0x100);

    assertThat(trace.end(), is(StackEnd.BROKEN));
    assertThat(trace.reason(), containsString("leads back down the stack"));
  }
}
