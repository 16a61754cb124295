package org.vmcore.kernel.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Program;
import org.vmcore.types.Type;

class FrameRecordUnwinderTest {
  private static final long TEXT = 0xffff_8000_0800_0000L;
  private static final long TASK = 0xffff_0000_0000_0000L;
  private static final long STACK = 0xffff_8000_1000_0000L;
  private static final long STACK_BYTES = 0x1000;
  private static final int FP = 29;
  private static final int SP = 31;
  private static final int PC = 32;
  private static final int PSTATE = 33;
  private static final int ORIG_X0 = 34;
  private static final int SYSCALLNO = 35;
  private static final int STACKFRAME = 36;
  private static final int PT_REGS_WORDS = STACKFRAME + 2;
  private static final long PT_REGS_BYTES = PT_REGS_WORDS * Long.BYTES;
  private static final long RECORD_OFFSET = STACKFRAME * Long.BYTES;
  private static final long PSR_MODE_EL1H = 5;
  private static final long SAVED = STACK + 0x400;

  private final FakeKernel kernel =
      FakeKernel.of("aarch64").words(STACK, new long[(int) STACK_BYTES / Long.BYTES]);

  private long function(String name, int number) {
    kernel.symbol(name, TEXT + number * 0x100L, 0x100);
    return TEXT + number * 0x100L + 0x20;
  }

  private Program built() {
    Object[] members = new Object[2 * PT_REGS_WORDS];
    Map<Integer, String> names =
        Map.of(ORIG_X0, "orig_x0", SYSCALLNO, "syscallno", STACKFRAME, "stackframe");
    for (int i = 0; i < PT_REGS_WORDS; i++) {
      members[2 * i] = names.getOrDefault(i, "word" + i);
      members[2 * i + 1] = FakeKernel.LONG;
    }
    kernel
        .symbol("_stext", TEXT, 0)
        .symbol("_etext", TEXT + 0x10000, 0)
        .symbol("__start_init_stack", 0, 0)
        .symbol("__end_init_stack", STACK_BYTES, 0)
        .struct("pt_regs", members)
        .struct("cpu_context", "fp", FakeKernel.LONG, "sp", FakeKernel.LONG, "pc", FakeKernel.LONG);
    Type context = kernel.type("cpu_context");
    kernel.struct("thread_struct", "cpu_context", context);
    return kernel
        .struct(
            "task_struct",
            "stack",
            FakeKernel.LONG,
            "flags",
            FakeKernel.LONG,
            "thread",
            kernel.type("thread_struct"))
        .build();
  }

  private StackTrace ofSleeping(long fp, long pc) {
    long pfKthread = 0x00200000;
    kernel.words(TASK, STACK, pfKthread, fp, STACK, pc);
    Program built = built();
    StackRegion region = new StackRegion("TASK", STACK, STACK + STACK_BYTES);
    Task task = Task.of(built.object("struct task_struct", TASK));
    return Unwinder.of(built).ofSleeping(task, new StackWalk(built, List.of(region)));
  }

  private static List<String> functions(StackTrace trace) {
    return trace.frames().stream().map(Frame::function).toList();
  }

  @Test
  void followsTheRecordsToTheLastOne() {
    long switchTo = function("__switch_to", 0);
    long schedule = function("schedule", 1);
    long kthread = function("kthread", 2);
    long last = STACK + STACK_BYTES - PT_REGS_BYTES + RECORD_OFFSET;
    kernel.words(STACK + 0x100, STACK + 0x140, schedule).words(STACK + 0x140, last, kthread);

    StackTrace trace = ofSleeping(STACK + 0x100, switchTo);

    assertThat(functions(trace), contains("__switch_to", "schedule", "kthread"));
    assertThat(trace.end(), is(StackEnd.FIRST_FUNCTION));
  }

  @Test
  void recognisesTheRecordInTheRegistersOfWhatWasInterrupted() {
    StackTrace trace = ofHandlerThatChanged(Map.of());

    assertThat(functions(trace), contains("handler", "el1h_64_irq", "worker", "kthread"));
    assertThat(trace.frames().get(1).saved().orElseThrow().pc(), is(function("worker", 2)));
    assertThat(trace.frames().get(2).interrupted(), is(true));
  }

  /** A handler in entry code, whose registers say that it interrupted {@code worker()}. */
  private StackTrace ofHandlerThatChanged(Map<Integer, Long> registers) {
    long handler = function("handler", 0);
    long entry = function("el1h_64_irq", 1);
    long worker = function("worker", 2);
    long kthread = function("kthread", 3);
    long workersRecord = STACK + 0x600;
    long[] saved = new long[PT_REGS_WORDS];
    saved[FP] = workersRecord;
    saved[SP] = STACK + 0x580;
    saved[PC] = worker;
    saved[PSTATE] = PSR_MODE_EL1H;
    saved[STACKFRAME] = workersRecord;
    saved[STACKFRAME + 1] = worker;
    registers.forEach((register, value) -> saved[register] = value);
    kernel.words(STACK + 0x100, SAVED + RECORD_OFFSET, entry);
    kernel.words(SAVED, saved).words(workersRecord, 0, kthread);
    return ofSleeping(STACK + 0x100, handler);
  }

  private void irqRegs(long... ofCpus) {
    long cpuBytes = 0x1_0000;
    kernel
        .struct("cpumask", "bits", FakeKernel.array(FakeKernel.LONG, 1))
        .variable("__irq_regs", FakeKernel.LONG, 0x1000)
        .variable("__per_cpu_offset", FakeKernel.array(FakeKernel.LONG, ofCpus.length), 0x200)
        .variable("__cpu_possible_mask", kernel.type("cpumask"), 0x300)
        .variable("nr_cpu_ids", FakeKernel.LONG, 0x400)
        .words(0x300, (1 << ofCpus.length) - 1)
        .words(0x400, ofCpus.length);
    for (int cpu = 0; cpu < ofCpus.length; cpu++) {
      kernel.words(0x200 + cpu * Long.BYTES, cpu * cpuBytes);
      kernel.words(0x1000 + cpu * cpuBytes, ofCpus[cpu]);
    }
  }

  private void entryText() {
    kernel
        .symbol("__entry_text_start", TEXT + 0x100, 0)
        .symbol("__entry_text_end", TEXT + 0x200, 0);
  }

  @Test
  void findsByIrqRegsWhatAnInterruptInterruptedThoughItsHandlerMovedIt() {
    irqRegs(0, SAVED);
    long moved = function("worker", 2) + 4;

    StackTrace trace = ofHandlerThatChanged(Map.of(PC, moved));

    assertThat(functions(trace), contains("handler", "el1h_64_irq", "worker", "kthread"));
    assertThat(trace.frames().get(2).interrupted(), is(true));
    assertThat(trace.frames().get(2).pc(), is(moved));
  }

  @Test
  void findsTheRegistersThatEntryCodeSavedThoughTheHandlerMovedTheProgram() {
    entryText();
    long moved = function("worker", 2) + 4;

    StackTrace trace = ofHandlerThatChanged(Map.of(PC, moved));

    assertThat(functions(trace), contains("handler", "el1h_64_irq", "worker", "kthread"));
    assertThat(trace.frames().get(1).saved().orElseThrow().pc(), is(moved));
  }

  @Test
  void takesARecordThatNothingPointsToForThatOfACall() {
    StackTrace trace = ofHandlerThatChanged(Map.of(PC, function("worker", 2) + 4));

    assertThat(functions(trace), contains("handler", "el1h_64_irq", "worker", "kthread"));
    assertThat(trace.frames().get(2).interrupted(), is(false));
  }

  @ParameterizedTest
  @ValueSource(longs = {STACK - 0x10, STACK + STACK_BYTES + 8, 0x7fff_1234_5670L})
  void doesNotBelieveRegistersOfNoStack(long sp) {
    entryText();
    irqRegs(SAVED);

    StackTrace trace = ofHandlerThatChanged(Map.of(PC, function("worker", 2) + 4, SP, sp));

    assertThat(trace.frames().get(2).interrupted(), is(false));
    assertThat(trace.end(), is(StackEnd.FIRST_FUNCTION));
  }

  @Test
  void doesNotBelieveRegistersOfNoCode() {
    entryText();
    irqRegs(SAVED);

    StackTrace trace = ofHandlerThatChanged(Map.of(PC, STACK + 0x100));

    assertThat(functions(trace), contains("handler", "el1h_64_irq", "worker", "kthread"));
    assertThat(trace.frames().get(2).interrupted(), is(false));
  }

  @Test
  void believesARecordThatSaysItIsInTheRegistersOfWhatWasInterrupted() {
    long pointsToRegisters = 2; // FRAME_META_TYPE_PT_REGS
    long last = 1; // FRAME_META_TYPE_FINAL
    long handler = function("handler", 0);
    long entry = function("el1h_64_irq", 1);
    long worker = function("worker", 2);
    long registers = STACK + 0x400;
    long workersRecord = STACK + 0x600;
    long[] saved = new long[PT_REGS_WORDS];
    saved[FP] = workersRecord;
    saved[SP] = STACK + 0x5c0;
    saved[PC] = worker;
    saved[PSTATE] = PSR_MODE_EL1H;
    kernel.struct("frame_record_meta", "type", FakeKernel.LONG);
    kernel.words(STACK + 0x100, registers + RECORD_OFFSET, entry);
    kernel.words(registers, saved);
    kernel.words(registers + RECORD_OFFSET, 0, 0, pointsToRegisters);
    kernel.words(workersRecord, 0, 0, last);

    StackTrace trace = ofSleeping(STACK + 0x100, handler);

    assertThat(functions(trace), contains("handler", "el1h_64_irq", "worker"));
    assertThat(trace.end(), is(StackEnd.FIRST_FUNCTION));
  }

  @Test
  void stopsWhereARecordPointsToItself() {
    long looping = function("looping", 0);
    kernel.words(STACK + 0x100, STACK + 0x100, looping);

    StackTrace trace = ofSleeping(STACK + 0x100, looping);

    assertThat(trace.end(), is(StackEnd.BROKEN));
    assertThat(trace.reason(), containsString("leads back down the stack"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0xffff_8000_2000_0000L, 0x7fff_1234_5670L, 0xffff_8000_1000_0ff8L, 0x1})
  void stopsAtAFramePointerThatIsOnNoStack(long damaged) {
    long worker = function("worker", 0);
    kernel.words(STACK + 0x100, damaged, worker);

    StackTrace trace = ofSleeping(STACK + 0x100, worker);

    assertThat(functions(trace), contains("worker", "worker"));
    assertThat(trace.end(), is(StackEnd.BROKEN));
    assertThat(trace.reason(), containsString("leads off the stack"));
  }

  @Test
  void goesFromTheStackForOverflowsToTheOneThatOverflowed() {
    long handler = function("panic_bad_stack", 0);
    long worker = function("worker", 1);
    long overflow = STACK + 0x100_0000;
    kernel.words(overflow, new long[0x20]);
    kernel.words(overflow + 0x40, STACK + 0x100, worker).words(STACK + 0x100, 0, worker);
    long pfKthread = 0x00200000;
    kernel.words(TASK, STACK, pfKthread, overflow + 0x40, overflow, handler);
    Program built = built();
    List<StackRegion> stacks =
        List.of(
            new StackRegion("TASK", STACK, STACK + STACK_BYTES),
            new StackRegion("OVERFLOW", overflow, overflow + 0x100));
    Task task = Task.of(built.object("struct task_struct", TASK));

    StackTrace trace = Unwinder.of(built).ofSleeping(task, new StackWalk(built, stacks));

    assertThat(functions(trace), contains("panic_bad_stack", "worker", "worker"));
    assertThat(
        trace.frames().stream().map(frame -> frame.stack().name()).toList(),
        contains("OVERFLOW", "OVERFLOW", "TASK"));
  }
}
