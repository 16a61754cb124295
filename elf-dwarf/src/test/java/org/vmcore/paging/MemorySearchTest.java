package org.vmcore.paging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemorySearchTest {
  private static final long START = 0xffffffff81000000L;
  private static final int SIZE_BYTES = 256 << 10;

  private final PlacedBytes memory = new PlacedBytes(START, SIZE_BYTES, ByteOrder.LITTLE_ENDIAN);

  @Test
  void findsBytesAcrossTheBordersOfItsBlocks() {
    long border = START + (64 << 10);
    memory.put(START + 5, (byte) 1, (byte) 2, (byte) 3);
    memory.put(border - 1, (byte) 1, (byte) 2, (byte) 3);

    MemorySearch search = MemorySearch.of(memory, START, SIZE_BYTES);

    assertThat(search.all(new byte[] {1, 2, 3}, 10), contains(START + 5, border - 1));
    assertThat(search.all(new byte[] {1, 2, 3}, 1), contains(START + 5));
    assertThat(search.all(new byte[] {3, 2, 1}, 10), is(empty()));
  }

  @Test
  void passesOverPagesThatCannotBeRead() {
    memory.put(START + 4095, (byte) 7, (byte) 7, (byte) 7);
    memory.put(START + 12288, (byte) 7, (byte) 7);
    memory.withoutPage(START + 4096);

    MemorySearch search = MemorySearch.of(memory, START, SIZE_BYTES);

    assertThat(search.all(new byte[] {7, 7}, 10), contains(START + 12288));
  }

  @Test
  void anImageEndsWhereNoMoreOfItIsMapped() {
    MemorySearch search = MemorySearch.ofImage(memory, START);

    assertThat(search.spans(START), is(true));
    assertThat(search.spans(START + SIZE_BYTES - 1), is(true));
    assertThat(search.spans(START + SIZE_BYTES), is(false));
    assertThat(search.spans(START - 1), is(false));
  }

  @Test
  void showsAlignedPlacesUntilTheVisitorHasSeenEnough() {
    List<Long> seen = new ArrayList<>();

    MemorySearch.of(memory, START + 3, 64)
        .scan(
            8,
            8,
            (block, at, address) -> {
              seen.add(address);
              return seen.size() < 4;
            });

    assertThat(seen, hasSize(4));
    assertThat(seen.subList(0, 2), contains(START + 8, START + 16));
  }
}
