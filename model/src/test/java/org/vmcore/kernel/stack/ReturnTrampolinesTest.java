package org.vmcore.kernel.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.vmcore.model.FakeKernel.LONG;
import static org.vmcore.model.FakeKernel.array;
import static org.vmcore.model.FakeKernel.pointer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Program;

class ReturnTrampolinesTest {
  private static final long TASK = 0xffff_8880_0000_0000L;
  private static final long ENTRIES = 0xffff_8880_0010_0000L;
  private static final long SLOT = 0xffff_c900_0000_0100L;
  private static final long OTHER_SLOT = 0xffff_c900_0000_0200L;
  private static final long GRAPH = 0xffff_ffff_8100_1000L;
  private static final long HOOK = 0xffff_ffff_8100_2000L;
  private static final long CALLER = 0xffff_ffff_8100_3000L;
  private static final long OTHER_CALLER = 0xffff_ffff_8100_4000L;

  private final FakeKernel kernel =
      FakeKernel.of("x86_64")
          .symbol("return_to_handler", GRAPH, 0x40)
          .symbol("__kretprobe_trampoline", HOOK, 0x40);

  private long original(long address) {
    Program program = kernel.build();
    Task task = Task.of(program.object("struct task_struct", TASK));
    return ReturnTrampolines.of(program).original(task, address, SLOT);
  }

  private void entriesOfGraphTracer() {
    kernel
        .struct("ftrace_ret_stack", "ret", LONG, "func", LONG, "retp", LONG)
        .struct(
            "task_struct",
            "curr_ret_stack",
            LONG,
            "ret_stack",
            pointer(kernel.type("ftrace_ret_stack")));
  }

  @Test
  void aPlainReturnAddressStays() {
    entriesOfGraphTracer();
    kernel.words(TASK, 0, ENTRIES);

    assertThat(original(CALLER), is(CALLER));
  }

  @Test
  void theGraphTracerKnowsTheCallerByTheSlot() {
    entriesOfGraphTracer();
    kernel.words(TASK, 1, ENTRIES);
    kernel.words(ENTRIES, CALLER, 0, SLOT, OTHER_CALLER, 0, OTHER_SLOT);

    assertThat(original(GRAPH), is(CALLER));
  }

  @Test
  void theGraphTracerOfNewerKernelsKeepsWordsBetweenItsEntries() {
    kernel
        .struct("ftrace_ret_stack", "ret", LONG, "func", LONG, "retp", LONG)
        .struct("task_struct", "curr_ret_stack", LONG, "ret_stack", pointer(LONG));
    kernel.words(TASK, 9, ENTRIES);
    // each: the entry, perhaps what a user keeps, and a word with the distance to its start
    kernel.words(ENTRIES, CALLER, 0, SLOT, 3);
    kernel.words(ENTRIES + 4 * Long.BYTES, OTHER_CALLER, 0, OTHER_SLOT, 77, 4);

    assertThat(original(GRAPH), is(CALLER));
  }

  @Test
  void functionsThatGoOnToOthersWithoutACallShareTheCallerOfTheFirst() {
    entriesOfGraphTracer();
    kernel.words(TASK, 2, ENTRIES);
    kernel.words(ENTRIES, OTHER_CALLER, 0, OTHER_SLOT, CALLER, 0, SLOT, GRAPH, 0, SLOT);

    assertThat(original(GRAPH), is(CALLER));
  }

  @ParameterizedTest
  @CsvSource({"-1", "100000", "-9223372036854775808"})
  void aDamagedDepthLeadsNowhereElse(long depth) {
    entriesOfGraphTracer();
    kernel.words(TASK, depth, ENTRIES);
    kernel.words(ENTRIES, new long[3 * 4200]);

    assertThat(original(GRAPH), is(GRAPH));
  }

  private void instancesOfReturnProbes() {
    kernel.struct("llist_node", "next", kernel.pointerTo("llist_node"));
    kernel.struct("llist_head", "first", kernel.pointerTo("llist_node"));
    kernel.struct(
        "kretprobe_instance", "llist", kernel.type("llist_node"), "ret_addr", LONG, "fp", LONG);
    kernel.struct("task_struct", "kretprobe_instances", kernel.type("llist_head"));
    kernel.words(TASK, ENTRIES);
  }

  @Test
  void theInstancesOfATaskKnowTheCallerBehindAReturnProbe() {
    instancesOfReturnProbes();
    kernel.words(ENTRIES, ENTRIES + 0x100, OTHER_CALLER, OTHER_SLOT);
    kernel.words(ENTRIES + 0x100, 0, CALLER, SLOT);

    assertThat(original(HOOK), is(CALLER));
  }

  @Test
  void aTableOfAllTasksKnewTheCallersBehindReturnProbes() {
    long table = 0xffff_ffff_8300_0000L;
    kernel.struct("hlist_node", "next", kernel.pointerTo("hlist_node"), "pprev", LONG);
    kernel.struct("hlist_head", "first", kernel.pointerTo("hlist_node"));
    kernel
        .struct(
            "kretprobe_instance",
            "hlist",
            kernel.type("hlist_node"),
            "ret_addr",
            LONG,
            "task",
            LONG,
            "fp",
            LONG)
        .struct("task_struct", "pid", LONG)
        .variable("kretprobe_inst_table", array(kernel.type("hlist_head"), 2), table)
        .words(table, 0, ENTRIES)
        .words(ENTRIES, ENTRIES + 0x100, 0, OTHER_CALLER, TASK + 0x1000, SLOT)
        .words(ENTRIES + 0x100, 0, 0, CALLER, TASK, SLOT);

    assertThat(original(HOOK), is(CALLER));
  }

  @Test
  void instancesInACircleComeToAnEnd() {
    instancesOfReturnProbes();
    kernel.words(ENTRIES, ENTRIES, OTHER_CALLER, OTHER_SLOT);

    assertThat(original(HOOK), is(HOOK));
  }

  /** Both tracers on one function: each keeps what the one before it put there. */
  private void bothTracers(long keptByGraph, long keptByHook) {
    kernel.struct("llist_node", "next", kernel.pointerTo("llist_node"));
    kernel.struct("llist_head", "first", kernel.pointerTo("llist_node"));
    kernel
        .struct("rethook_node", "llist", kernel.type("llist_node"), "ret_addr", LONG, "frame", LONG)
        .struct("ftrace_ret_stack", "ret", LONG, "func", LONG, "retp", LONG)
        .struct(
            "task_struct",
            "curr_ret_stack",
            LONG,
            "ret_stack",
            pointer(kernel.type("ftrace_ret_stack")),
            "rethooks",
            kernel.type("llist_head"));
    kernel.words(TASK, 0, ENTRIES, ENTRIES + 0x100);
    kernel.words(ENTRIES, keptByGraph, 0, SLOT);
    kernel.words(ENTRIES + 0x100, 0, keptByHook, SLOT);
  }

  @Test
  void aReturnProbeBehindTheGraphTracerIsSeenThrough() {
    bothTracers(CALLER, GRAPH);

    assertThat(original(HOOK), is(CALLER));
  }

  @Test
  void theGraphTracerBehindAReturnProbeIsSeenThrough() {
    bothTracers(HOOK, CALLER);

    assertThat(original(GRAPH), is(CALLER));
  }
}
