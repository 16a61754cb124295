package org.vmcore.kernel.mm;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VmallocAreaTest {
  private static final long[] PAGES = {0x10, 0x20, 0x31, 0x40};

  @Test
  void pagesAreCountedInThePiecesThatTheyWereTakenIn() {
    assertThat(VmallocArea.pagesByNode(PAGES, 0, page -> (int) page & 1), is(Map.of(0, 3L, 1, 1L)));
    assertThat(VmallocArea.pagesByNode(PAGES, 1, page -> (int) page & 1), is(Map.of(0, 2L, 1, 2L)));
  }

  @Test
  void anAbsurdOrderDoesNotLeadBackwards() {
    assertThat(VmallocArea.pagesByNode(PAGES, 31, page -> 0), is(Map.of(0, 1L << 31)));
  }
}
