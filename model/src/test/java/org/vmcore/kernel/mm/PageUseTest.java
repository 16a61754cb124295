package org.vmcore.kernel.mm;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;
import org.vmcore.types.IntType;
import org.vmcore.types.Type;

class PageUseTest {
  private static final Type INT = new IntType("int", Integer.BYTES, true, false);
  private static final long HEAD = 0xffff_ea00_0000_4000L;
  private static final long TAIL = HEAD + 64 * 3;
  private static final long PG_DIRTY = 1 << 4;
  private static final long PG_HEAD = 1 << 6;
  private static final long ANON = 1;
  private static final long KSM = 3;

  private FakeKernel kernel(String compound) {
    return FakeKernel.of("x86_64")
        .enumerator("PG_head", 6)
        .struct(
            "page",
            "flags",
            FakeKernel.LONG,
            compound,
            FakeKernel.LONG,
            "mapping",
            FakeKernel.LONG,
            "_mapcount",
            INT,
            "_refcount",
            INT,
            "padding",
            FakeKernel.array(FakeKernel.LONG, 4))
        .struct("folio", "padding", FakeKernel.array(FakeKernel.LONG, 9), "_entire_mapcount", INT);
  }

  /** Counts begin at -1. */
  private static FakeKernel page(
      FakeKernel kernel, long at, long flags, long compound, long mapping, int maps, int refs) {
    return kernel
        .words(at, flags, compound, mapping)
        .number(at + 24, maps - 1, Integer.BYTES)
        .number(at + 28, refs, Integer.BYTES)
        .words(at + 32, 0, 0, 0, 0);
  }

  private static PageUse at(FakeKernel kernel, long page) {
    return PageUse.Reader.of(kernel.build()).at(page);
  }

  @Test
  void aPageOfAFileThatThreeProcessesMap() {
    FakeKernel kernel = page(kernel("compound_head"), HEAD, PG_DIRTY, 0, 0xffff_8880L, 3, 4);

    assertThat(at(kernel, HEAD), is(new PageUse(false, false, PG_DIRTY, 4, 3)));
  }

  @Test
  void mergedPagesAreAnonymousToo() {
    FakeKernel kernel = page(kernel("compound_head"), HEAD, 0, 0, 0xffff_8880L << 4 | KSM, 1, 1);

    assertThat(at(kernel, HEAD), is(new PageUse(true, true, 0, 1, 1)));
  }

  @Test
  void aPageInsideAFolioHasItsFolioFlagsAndIsMappedWithAllOfIt() {
    FakeKernel kernel = kernel("compound_head");
    page(kernel, HEAD, PG_HEAD | PG_DIRTY, 0, ANON, 0, 5);
    page(kernel, TAIL, 0, HEAD | 1, 0, 1, 0);
    kernel.number(HEAD + 72, 1, Integer.BYTES); // _entire_mapcount: mapped twice

    assertThat(at(kernel, TAIL), is(new PageUse(true, false, PG_HEAD | PG_DIRTY, 5, 3)));
  }

  @Test
  void aMaskLeadsToTheFolioAsWell() {
    FakeKernel kernel = kernel("compound_info");
    page(kernel, HEAD, PG_HEAD, 0, ANON, 0, 1);
    page(kernel, TAIL, 0, -(64L * 4) | 1, 0, 1, 0);
    kernel.number(HEAD + 72, -1, Integer.BYTES);

    assertThat(at(kernel, TAIL), is(new PageUse(true, false, PG_HEAD, 1, 1)));
  }
}
