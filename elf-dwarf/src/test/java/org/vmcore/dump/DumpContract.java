package org.vmcore.dump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every container must answer about the same memory. */
public abstract class DumpContract {
  protected static final MemoryImage IMAGE = MemoryImage.example();

  protected abstract Dump dump();

  /** What the container says of a page that was left out. */
  protected PageState stateOfExcluded() {
    return PageState.EXCLUDED;
  }

  @Test
  void givesEachStoredPage() {
    try (Dump dump = dump()) {
      IMAGE
          .stored()
          .forEach(
              (pfn, bytes) -> {
                long paddr = pfn * MemoryImage.PAGE_BYTES;
                boolean isZero = Arrays.equals(bytes, new byte[MemoryImage.PAGE_BYTES]);
                assertThat(
                    "pfn " + pfn,
                    dump.state(paddr),
                    isZero ? oneOf(PageState.PRESENT, PageState.ZERO) : is(PageState.PRESENT));
                assertThat("pfn " + pfn, bytesOf(dump, paddr), is(bytes));
              });
    }
  }

  @Test
  void tellsWhatWasLeftOutFromWhatIsNotThere() {
    try (Dump dump = dump()) {
      for (long pfn : IMAGE.excluded()) {
        assertThat("pfn " + pfn, dump.state(pfn * MemoryImage.PAGE_BYTES), is(stateOfExcluded()));
      }
      assertThat(dump.state(21L * MemoryImage.PAGE_BYTES), is(PageState.ABSENT));
      assertThat(dump.state(1L << 40), is(PageState.ABSENT));
      assertThat(dump.state(-MemoryImage.PAGE_BYTES), is(PageState.ABSENT));
    }
  }

  @Test
  void aPageThatIsNotThereIsAFault() {
    try (Dump dump = dump()) {
      assertThrows(PageAbsent.class, () -> dump.page(21L * MemoryImage.PAGE_BYTES));
    }
  }

  @Test
  void countsItsPages() {
    try (Dump dump = dump()) {
      assertThat(dump.pageCounts().of(PageState.PRESENT), is((long) IMAGE.stored().size()));
      if (stateOfExcluded() != PageState.ABSENT) {
        assertThat(dump.pageCounts().of(stateOfExcluded()), is((long) IMAGE.excluded().size()));
      }
    }
  }

  @Test
  void walksOverAllStoredPages() {
    try (Dump dump = dump()) {
      List<Long> walked = new ArrayList<>();
      OptionalLong at = dump.nextStored(0);
      while (at.isPresent()) {
        walked.add(at.getAsLong() / MemoryImage.PAGE_BYTES);
        at = dump.nextStored(at.getAsLong() + MemoryImage.PAGE_BYTES);
      }
      assertThat(walked, is(List.copyOf(IMAGE.stored().keySet())));
    }
  }

  @Test
  void startsAWalkInTheMiddleOfAPage() {
    try (Dump dump = dump()) {
      long stored = 4L * MemoryImage.PAGE_BYTES + 0x123;
      assertThat(dump.nextStored(stored), is(OptionalLong.of(stored)));
      assertThat(dump.nextStored(Long.MAX_VALUE), is(OptionalLong.empty()));
    }
  }

  protected static byte[] bytesOf(Dump dump, long paddr) {
    Page page = dump.page(paddr);
    byte[] bytes = new byte[MemoryImage.PAGE_BYTES];
    System.arraycopy(
        page.bytes(), page.offset() + (int) (paddr - page.paddr()), bytes, 0, bytes.length);
    return bytes;
  }
}
