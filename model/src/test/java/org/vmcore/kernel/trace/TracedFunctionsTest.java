package org.vmcore.kernel.trace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vmcore.model.FakeKernel.LONG;
import static org.vmcore.model.FakeKernel.pointer;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

class TracedFunctionsTest {
  private static final long PAGES = 0x1000;
  private static final long RECORDS = 0x2000;
  private static final long OPS = 0x3000;
  private static final long END = 0x3800;
  private static final long HASHES = 0x4000;
  private static final long ENABLED = 1L << 31;
  private static final long DIRECT_EN = 1L << 23;

  private final FakeKernel kernel = FakeKernel.of("x86_64");

  private Program functions(long nrRecords) {
    kernel
        .enumerator("FTRACE_FL_ENABLED", ENABLED)
        .enumerator("FTRACE_FL_DIRECT_EN", DIRECT_EN)
        .struct("dyn_ftrace", "ip", LONG, "flags", LONG)
        .struct(
            "ftrace_page", "next", kernel.pointerTo("ftrace_page"), "records", LONG, "index", LONG);
    return kernel
        .variable("ftrace_pages_start", pointer(kernel.type("ftrace_page")), 0x100)
        .words(0x100, PAGES)
        .words(PAGES, PAGES + 0x100, RECORDS, nrRecords)
        .words(PAGES + 0x100, 0, RECORDS + 0x100, 1)
        .words(RECORDS, 0xa0, 0, 0xb0, ENABLED | 2)
        .words(RECORDS + 0x100, 0xc0, ENABLED | DIRECT_EN | 1)
        .build();
  }

  @Test
  void thoseThatAreTracedAreOnAnyOfThePages() {
    List<DynFtrace> enabled = DynFtrace.enabled(functions(2));

    assertThat(enabled.stream().map(DynFtrace::ip).toList(), contains(0xb0L, 0xc0L));
    assertThat(enabled.stream().map(DynFtrace::count).toList(), contains(2L, 1L));
    assertThat(enabled.get(1).has("FTRACE_FL_DIRECT_EN"), is(true));
    assertThat(enabled.get(1).has("FTRACE_FL_OF_ANOTHER_KERNEL"), is(false));
  }

  @Test
  void anAbsurdNumberOfFunctionsIsRefused() {
    Program program = functions(1 << 23);

    Malformed fault = assertThrows(Malformed.class, () -> DynFtrace.enabled(program));

    assertThat(fault.getMessage(), containsString("absurd number of functions"));
  }

  /** A hash of two buckets with one function, at an address. */
  private void hash(long address, long function) {
    kernel.words(address, 1, address + 0x40, 1);
    kernel.words(address + 0x40, 0, address + 0x80);
    kernel.words(address + 0x80, 0, 0, function);
  }

  private FtraceOps ops(long filterHash, long notraceHash) {
    kernel
        .struct("hlist_node", "next", LONG, "pprev", LONG)
        .struct("hlist_head", "first", LONG)
        .struct("ftrace_func_entry", "hlist", kernel.type("hlist_node"), "ip", LONG)
        .struct(
            "ftrace_hash",
            "size_bits",
            LONG,
            "buckets",
            pointer(kernel.type("hlist_head")),
            "count",
            LONG)
        .struct(
            "ftrace_ops_hash",
            "notrace_hash",
            pointer(kernel.type("ftrace_hash")),
            "filter_hash",
            pointer(kernel.type("ftrace_hash")))
        .struct(
            "ftrace_ops",
            "func_hash",
            pointer(kernel.type("ftrace_ops_hash")),
            "next",
            kernel.pointerTo("ftrace_ops"));
    Program program =
        kernel
            .variable("ftrace_ops_list", pointer(kernel.type("ftrace_ops")), 0x100)
            .symbol("ftrace_list_end", END, 0)
            .words(0x100, OPS)
            .words(OPS, OPS + 0x100, END)
            .words(OPS + 0x100, notraceHash, filterHash)
            .build();
    return FtraceOps.of(FtraceOps.list(program).get(0));
  }

  @Test
  void aTracerWithoutFilterIsToldOfAllFunctionsButThoseItExcludes() {
    hash(HASHES, 0xb0);
    FtraceOps ops = ops(0, HASHES);

    assertThat(ops.traces(0xa0), is(true));
    assertThat(ops.traces(0xb0), is(false));
  }

  @Test
  void aTracerWithAFilterIsToldOfThoseInIt() {
    hash(HASHES, 0xb0);
    FtraceOps ops = ops(HASHES, 0);

    assertThat(ops.traces(0xa0), is(false));
    assertThat(ops.traces(0xb0), is(true));
  }
}
