package org.vmcore.kernel.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.kernel.stack.X86Registers.Name;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Program;

class OrcUnwinderTest {
  private static final long TEXT = 0xffff_ffff_8100_0000L;
  private static final long TABLE = 0xffff_ffff_8200_0000L;
  private static final long TASK = 0xffff_8880_0000_0000L;
  private static final long STACK = 0xffff_c900_0000_0000L;
  private static final long IRQ_STACK = 0xffff_c900_0001_0000L;
  private static final long NMI_STACK = 0xffff_fe00_0000_0000L;
  private static final long FUNCTION_BYTES = 0x100;
  private static final long KERNEL_CS = 0x10;
  private static final long USER_CS = 0x33;

  // Last 16 bits of entries in the first format: base of the stack pointer, of rbp, kind.
  private static final int CALL = 0x05;
  private static final int CALL_SAVING_BP = 0x15;
  private static final int CALL_FROM_BP = 0x14;
  private static final int CALL_FROM_WORD = 0x09;
  private static final int REGS = 0x105;
  private static final int END = 0x400;
  private static final int UNDEFINED = 0;

  /** A function: its number gives its place. */
  private record Rule(String name, int spOffset, int bpOffset, int flags) {}

  private final List<Rule> rules = new ArrayList<>();
  private final FakeKernel kernel = FakeKernel.of("x86_64");

  private void function(String name, int spOffset, int bpOffset, int flags) {
    kernel.symbol(name, TEXT + rules.size() * FUNCTION_BYTES, FUNCTION_BYTES);
    rules.add(new Rule(name, spOffset, bpOffset, flags));
  }

  /** An address in the middle of a function. */
  private long in(String name) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).name().equals(name)) {
        return TEXT + i * FUNCTION_BYTES + 0x20;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private Program built() {
    long entries = TABLE + (long) rules.size() * Integer.BYTES;
    for (int i = 0; i < rules.size(); i++) {
      long ip = TABLE + (long) i * Integer.BYTES;
      long entry = entries + i * 6L;
      kernel.number(ip, TEXT + i * FUNCTION_BYTES - ip, Integer.BYTES);
      kernel.number(entry, rules.get(i).spOffset(), Short.BYTES);
      kernel.number(entry + 2, rules.get(i).bpOffset(), Short.BYTES);
      kernel.number(entry + 4, rules.get(i).flags(), Short.BYTES);
    }
    return kernel
        .symbol("_stext", TEXT, 0)
        .symbol("_etext", TEXT + rules.size() * FUNCTION_BYTES, 0)
        .symbol("__start_orc_unwind_ip", TABLE, 0)
        .symbol("__stop_orc_unwind_ip", entries, 0)
        .symbol("__start_orc_unwind", entries, 0)
        .symbol("__stop_orc_unwind", entries + rules.size() * 6L, 0)
        .struct("inactive_task_frame", "bp", FakeKernel.LONG, "ret_addr", FakeKernel.LONG)
        .struct("thread_struct", "sp", FakeKernel.LONG)
        .struct("task_struct", "thread", kernel.type("thread_struct"))
        .build();
  }

  /** Memory of a task that gave up its CPU: rbp, the return address, and what is above them. */
  private StackTrace ofSleeping(long... stack) {
    kernel.words(TASK, STACK).words(STACK, stack);
    Program built = built();
    StackRegion region = new StackRegion("TASK", STACK, STACK + (long) stack.length * Long.BYTES);
    Task task = Task.of(built.object("struct task_struct", TASK));
    return Unwinder.of(built).ofSleeping(task, new StackWalk(built, List.of(region)));
  }

  private StackTrace ofRunning(X86Registers start, StackRegion... stacks) {
    kernel.words(TASK, STACK);
    Program built = built();
    Task task = Task.of(built.object("struct task_struct", TASK));
    return Unwinder.of(built).ofRunning(task, new StackWalk(built, List.of(stacks)), start);
  }

  private static long[] registers(long ip, long cs, long sp) {
    long[] values = new long[X86Registers.COUNT];
    values[Name.RIP.ordinal()] = ip;
    values[Name.CS.ordinal()] = cs;
    values[Name.RSP.ordinal()] = sp;
    return values;
  }

  private static List<String> functions(StackTrace trace) {
    return trace.frames().stream().map(Frame::function).toList();
  }

  @Test
  void goesFromTheSavedStackPointerToTheFirstFunction() {
    function("schedule", 24, 0, CALL);
    function("kthread", 8, 0, CALL);
    function("ret_from_fork", 0, 0, END);

    StackTrace trace =
        ofSleeping(0, in("schedule"), 111, 222, in("kthread"), in("ret_from_fork"), 333);

    assertThat(functions(trace), contains("schedule", "kthread", "ret_from_fork"));
    assertThat(trace.end(), is(StackEnd.FIRST_FUNCTION));
    assertThat(trace.frames().get(1).slot(), is(STACK + 4 * Long.BYTES));
  }

  @Test
  void takesTheStackFromTheFramePointerThatAnotherFunctionSaved() {
    function("schedule", 24, -24, CALL_SAVING_BP);
    function("realigned", 16, 0, CALL_FROM_BP);
    function("ret_from_fork", 0, 0, END);

    StackTrace trace =
        ofSleeping(
            0,
            in("schedule"),
            STACK + 6 * Long.BYTES, // rbp of realigned()
            222,
            in("realigned"),
            333,
            0,
            in("ret_from_fork"),
            444);

    assertThat(functions(trace), contains("schedule", "realigned", "ret_from_fork"));
  }

  @Test
  void leavesTheStackOfAnInterruptForTheTaskThatItInterrupted() {
    function("handler", 8, 0, CALL);
    function("on_irq_stack", 0, 0, CALL_FROM_WORD);
    function("asm_interrupt", 0, 0, REGS);
    function("worker", 8, 0, CALL);
    function("ret_from_fork", 0, 0, END);
    long saved = STACK + 8;
    long interruptedSp = STACK + 0x100;
    kernel.words(IRQ_STACK, in("on_irq_stack"), STACK + Long.BYTES);
    kernel.words(STACK, in("asm_interrupt"));
    kernel.words(saved, registers(in("worker"), KERNEL_CS, interruptedSp));
    kernel.words(interruptedSp, in("ret_from_fork"));

    StackTrace trace =
        ofRunning(
            X86Registers.of(registers(in("handler"), KERNEL_CS, IRQ_STACK)),
            new StackRegion("TASK", STACK, STACK + 0x200),
            new StackRegion("IRQ", IRQ_STACK, IRQ_STACK + 0x10));

    assertThat(
        functions(trace),
        contains("handler", "on_irq_stack", "asm_interrupt", "worker", "ret_from_fork"));
    assertThat(trace.frames().get(1).stack().name(), is("IRQ"));
    assertThat(trace.frames().get(2).saved().orElseThrow().pc(), is(in("worker")));
    assertThat(trace.frames().get(3).interrupted(), is(true));
  }

  @Test
  void endsWhereTheProgramEnteredTheKernel() {
    function("do_syscall", 8, 0, CALL);
    function("entry", 0, 0, REGS);
    long[] stack = Arrays.copyOf(new long[] {0, in("do_syscall"), in("entry")}, 24);
    System.arraycopy(registers(0x401000, USER_CS, 0x7ffc_0000), 0, stack, 3, X86Registers.COUNT);

    StackTrace trace = ofSleeping(stack);

    assertThat(functions(trace), contains("do_syscall", "entry"));
    assertThat(trace.end(), is(StackEnd.USER_MODE));
    assertThat(trace.frames().get(1).saved().orElseThrow().sp(), is(0x7ffc_0000L));
  }

  @Test
  void findsTheCallOfAFunctionWithoutARule() {
    function("crash", 0, 0, UNDEFINED);
    function("panic", 8, 0, CALL);
    function("ret_from_fork", 0, 0, END);
    long call = in("panic") - 5;
    kernel.number(call, 0xe8, 1).number(call + 1, TEXT - in("panic"), Integer.BYTES);
    kernel.words(STACK, in("ret_from_fork"), 7, in("panic"), in("ret_from_fork"));

    StackTrace trace =
        ofRunning(
            X86Registers.of(registers(in("crash"), KERNEL_CS, STACK)),
            new StackRegion("TASK", STACK, STACK + 4 * Long.BYTES));

    assertThat(functions(trace), contains("crash", "panic", "ret_from_fork"));
  }

  @Test
  void stopsWhereAStackLeadsBackDown() {
    function("looping", -8, 0, CALL);

    StackTrace trace = ofSleeping(in("looping"), in("looping"), in("looping"));

    assertThat(functions(trace), contains("looping"));
    assertThat(trace.end(), is(StackEnd.BROKEN));
    assertThat(trace.reason(), containsString("leads back down the stack"));
  }

  @Test
  void keepsWhatItFoundWhenTheStackEndsTooEarly() {
    function("schedule", 64, 0, CALL);

    StackTrace trace = ofSleeping(0, in("schedule"), 1, 2);

    assertThat(functions(trace), contains("schedule"));
    assertThat(trace.reason(), containsString("leads off the stack"));
  }

  @Test
  void goesFromTheStackOfAnNmiOverThatOfAnInterruptToTheTask() {
    function("nmi_handler", 0, 0, REGS);
    function("irq_handler", 8, 0, CALL);
    function("on_irq_stack", 0, 0, CALL_FROM_WORD);
    function("asm_interrupt", 0, 0, REGS);
    function("worker", 8, 0, CALL);
    function("ret_from_fork", 0, 0, END);
    kernel.words(NMI_STACK, registers(in("irq_handler"), KERNEL_CS, IRQ_STACK));
    kernel.words(IRQ_STACK, in("on_irq_stack"), STACK + Long.BYTES);
    kernel.words(STACK, in("asm_interrupt"));
    kernel.words(STACK + Long.BYTES, registers(in("worker"), KERNEL_CS, STACK + 0x100));
    kernel.words(STACK + 0x100, in("ret_from_fork"));

    StackTrace trace =
        ofRunning(
            X86Registers.of(registers(in("nmi_handler"), KERNEL_CS, NMI_STACK)),
            new StackRegion("TASK", STACK, STACK + 0x200),
            new StackRegion("IRQ", IRQ_STACK, IRQ_STACK + 0x10),
            new StackRegion("NMI", NMI_STACK, NMI_STACK + 0x200));

    assertThat(
        trace.frames().stream().map(f -> f.stack().name() + " " + f.function()).toList(),
        contains(
            "NMI nmi_handler",
            "IRQ irq_handler",
            "IRQ on_irq_stack",
            "TASK asm_interrupt",
            "TASK worker",
            "TASK ret_from_fork"));
    assertThat(trace.end(), is(StackEnd.FIRST_FUNCTION));
  }

  @Test
  void neverGoesFromTheTaskToTheStackOfAnInterrupt() {
    function("worker", 0, 0, CALL_FROM_WORD);
    kernel.words(STACK, IRQ_STACK + 8);
    kernel.words(IRQ_STACK, in("worker"), 0);

    StackTrace trace =
        ofRunning(
            X86Registers.of(registers(in("worker"), KERNEL_CS, STACK)),
            new StackRegion("TASK", STACK, STACK + 0x200),
            new StackRegion("IRQ", IRQ_STACK, IRQ_STACK + 0x10));

    assertThat(functions(trace), contains("worker"));
    assertThat(trace.reason(), containsString("leads off the stack"));
  }

  @Test
  void stopsAtAStackPointerOfAProgram() {
    function("worker", 8, 0, CALL);
    long ofProgram = 0x7ffc_1234_5678L;

    StackTrace trace =
        ofRunning(
            X86Registers.of(registers(in("worker"), KERNEL_CS, ofProgram)),
            new StackRegion("TASK", STACK, STACK + 0x200));

    assertThat(functions(trace), contains("worker"));
    assertThat(trace.end(), is(StackEnd.BROKEN));
  }

  @Test
  void stopsAfterMoreFunctionsThanAnyStackHolds() {
    function("recursive", 8, 0, CALL);
    long[] stack = new long[4096];
    Arrays.fill(stack, in("recursive"));

    StackTrace trace = ofSleeping(stack);

    assertThat(trace.frames().size(), is(512));
    assertThat(trace.reason(), containsString("more than 512 functions"));
  }
}
