package org.vmcore.dump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageCacheTest {
  private static final int PAGE_BYTES = 8;

  private final AtomicLong decoded = new AtomicLong();

  private byte[] page(long number) {
    decoded.incrementAndGet();
    return ByteBuffer.allocate(PAGE_BYTES).putLong(number).array();
  }

  private long numberAt(PageCache cache, long number) {
    return ByteBuffer.wrap(cache.get(number, this::page)).getLong();
  }

  @Test
  void decodesPagesOnceThatFit() {
    PageCache cache = new PageCache(1024 * PAGE_BYTES, PAGE_BYTES);

    for (int round = 0; round < 3; round++) {
      for (long number = 500; number < 1500; number++) {
        assertThat(numberAt(cache, number), is(number));
      }
    }

    assertThat(decoded.get(), is(1000L));
  }

  @Test
  void keepsThePageThatIsUsedAgainAndAgain() {
    PageCache cache = new PageCache(4 * PAGE_BYTES, PAGE_BYTES);
    numberAt(cache, 7);

    for (long number = 100; number < 200; number++) {
      numberAt(cache, number);
      numberAt(cache, 7);
    }

    assertThat(decoded.get(), is(101L));
  }

  @Test
  void keepsNoMorePagesThanItMay() {
    PageCache cache = new PageCache(64 * PAGE_BYTES, PAGE_BYTES);
    Set<Long> kept = new HashSet<>();
    for (long number = 0; number < 10_000; number++) {
      numberAt(cache, number);
    }
    for (long number = 0; number < 10_000; number++) {
      boolean[] isNew = {false};
      cache.get(
          number,
          wanted -> {
            isNew[0] = true;
            return new byte[0];
          });
      if (!isNew[0]) {
        kept.add(number);
      }
    }
    assertThat(kept.size(), is(lessThanOrEqualTo(64)));
  }

  @Test
  void hasRoomForOnePageAtLeast() {
    PageCache cache = new PageCache(1, 1 << 16);

    assertThat(numberAt(cache, 3), is(3L));
    assertThat(numberAt(cache, 3), is(3L));
    assertThat(decoded.get(), is(1L));
  }

  @Test
  void givesEachThreadThePageItAskedFor() {
    PageCache cache = new PageCache(16 * PAGE_BYTES, PAGE_BYTES);

    boolean allRight =
        IntStream.range(0, 8)
            .parallel()
            .allMatch(
                seed ->
                    new Random(seed)
                        .longs(20_000, 0, 100)
                        .allMatch(number -> numberAt(cache, number) == number));

    assertThat(allRight, is(true));
  }
}
