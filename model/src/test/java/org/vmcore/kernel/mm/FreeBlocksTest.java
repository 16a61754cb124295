package org.vmcore.kernel.mm;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class FreeBlocksTest {
  @Test
  void noFreeMemoryIsOfNoUse() {
    FreeBlocks none = new FreeBlocks(new long[] {0, 0, 0});

    assertThat(none.unusableThousandths(1), is(1000L));
    assertThat(none.fragmentationThousandths(1), is(0L));
  }

  @Test
  void singlePagesAreUnusableForLargerRequests() {
    FreeBlocks free = new FreeBlocks(new long[] {2, 1, 1}); // 2 + 2 + 4 pages

    assertThat(free.unusableThousandths(0), is(0L));
    assertThat(free.unusableThousandths(1), is(250L));
    assertThat(free.unusableThousandths(2), is(500L));
  }

  @Test
  void aLargerBlockServesASmallerRequest() {
    FreeBlocks free = new FreeBlocks(new long[] {0, 0, 1});

    assertThat(free.fragmentationThousandths(1), is(-1000L));
  }

  @Test
  void muchMemoryInSmallPiecesIsFragmented() {
    FreeBlocks pieces = new FreeBlocks(new long[] {1024, 0, 0});
    FreeBlocks little = new FreeBlocks(new long[] {1, 0, 0});

    assertThat(pieces.fragmentationThousandths(2), is(750L)); // 1000 - (1000 + 256000) / 1024
    assertThat(little.fragmentationThousandths(2), is(-250L)); // fails for lack of memory
  }
}
