package org.vmcore.kernel.trace;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.model.Malformed;

class RingBufferPageTest {
  private static final int PADDING = 29;
  private static final int TIME_EXTEND = 30;

  private final ByteBuffer page = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

  private void word(int kind, int delta) {
    page.putInt(kind | delta << 5);
  }

  private List<TraceRecord> records() {
    byte[] committed = new byte[page.position()];
    page.flip().get(committed);
    List<TraceRecord> records = new ArrayList<>();
    new RingBufferPage(3, 1000, committed, ByteOrder.LITTLE_ENDIAN).addTo(records, 0);
    return records;
  }

  @Test
  void addsUpTheTimesBetweenEvents() {
    word(1, 5);
    page.putInt(0x11111111);
    word(TIME_EXTEND, 2);
    page.putInt(1);
    word(2, 10);
    page.putLong(0x2222222222222222L);

    List<TraceRecord> records = records();

    assertThat(
        records.stream().map(TraceRecord::time).toList(),
        contains(1005L, 1005L + 2 + (1L << 27) + 10));
    assertThat(records.get(1).data().length, is(8));
    assertThat(records.get(0).cpu(), is(3));
  }

  @Test
  void takesTheLengthOfLongEventsFromAWordOfItsOwn() {
    word(0, 1);
    page.putInt(4 + 12);
    page.put(new byte[12]);
    word(1, 1);
    page.putInt(7);

    assertThat(records().stream().map(record -> record.data().length).toList(), contains(12, 4));
  }

  @Test
  void stopsAtThePaddingThatFillsAPage() {
    word(1, 1);
    page.putInt(7);
    word(PADDING, 0);
    page.putInt(99);

    assertThat(records().size(), is(1));
  }

  @Test
  void rejectsAnEventLongerThanItsPage() {
    word(28, 1);
    page.putInt(7);

    assertThrows(Malformed.class, this::records);
  }
}
