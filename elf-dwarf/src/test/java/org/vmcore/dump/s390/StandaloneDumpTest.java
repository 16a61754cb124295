package org.vmcore.dump.s390;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.PageState;
import org.vmcore.io.ArraySource;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

class StandaloneDumpTest {
  private static final MemoryImage IMAGE = MemoryImage.dense();

  private static Dump opened(byte[] file) {
    return Dumps.of(List.of(new ArraySource("built", file)));
  }

  @Test
  void memoryFollowsTheHeader() {
    try (Dump dump = opened(StandaloneDumpBuilder.bytes(IMAGE))) {
      IMAGE.stored().forEach((pfn, page) -> assertThat(dump.page(pfn * 4096).bytes(), is(page)));
      assertThat(dump.state(100 * 4096), is(PageState.ABSENT));
      assertThat(dump.description().machine(), is("s390x"));
      assertThat(dump.description().warnings(), is(empty()));
    }
  }

  @Test
  void aDumpThatWasCutOffSaysSo() {
    byte[] whole = StandaloneDumpBuilder.bytes(IMAGE);
    try (Dump dump = opened(Arrays.copyOf(whole, 50 * 4096))) {
      assertThat(dump.state(48 * 4096), is(PageState.PRESENT));
      assertThat(dump.state(49 * 4096), is(PageState.TRUNCATED));
      assertThat(
          dump.description().warnings(),
          contains("the dump was cut off: pages at its end are missing"));
    }
    try (Dump dump = opened(Arrays.copyOf(whole, whole.length - 16))) {
      assertThat(dump.description().warnings().get(0), containsString("no end marker"));
    }
  }

  @Test
  void oneVolumeOfManyIsRefused() {
    byte[] file = StandaloneDumpBuilder.bytes(IMAGE);
    file[92] = 1;
    assertThrows(Unsupported.class, () -> opened(file));
  }

  @Test
  void aHeaderThatContradictsItselfIsRefused() {
    byte[] file = StandaloneDumpBuilder.bytes(IMAGE);
    Arrays.fill(file, 24, 32, (byte) 0xff); // mem_size
    assertThrows(MalformedInput.class, () -> opened(file));
  }
}
