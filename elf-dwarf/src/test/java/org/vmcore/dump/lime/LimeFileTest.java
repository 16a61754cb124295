package org.vmcore.dump.lime;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpContract;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageAbsent;
import org.vmcore.dump.PageCorrupt;
import org.vmcore.dump.PageState;
import org.vmcore.io.ArraySource;
import org.vmcore.io.MalformedInput;

class LimeFileTest {
  private static final int PAGE_BYTES = MemoryImage.PAGE_BYTES;

  private static Dump opened(byte[] file) {
    return Dumps.of(List.of(new ArraySource("built", file)));
  }

  /** A capture knows the memory that it holds, and no other. */
  abstract static class CaptureContract extends DumpContract {
    @Override
    protected PageState stateOfExcluded() {
      return PageState.ABSENT;
    }
  }

  @Nested
  class OfLime extends CaptureContract {
    @Override
    protected Dump dump() {
      return opened(LimeBuilder.lime(IMAGE).bytes());
    }
  }

  @Nested
  class OfAvml extends CaptureContract {
    @Override
    protected Dump dump() {
      return opened(LimeBuilder.avml(IMAGE).bytes());
    }
  }

  @Nested
  class Mixed extends CaptureContract {
    @Override
    protected Dump dump() {
      LimeBuilder capture = new LimeBuilder();
      boolean packed = false;
      for (MemoryImage.Run run : IMAGE.runs()) {
        packed = !packed;
        if (packed) {
          capture.packed(run.paddr(), run.bytes());
        } else {
          capture.plain(run.paddr(), run.bytes());
        }
      }
      return opened(capture.bytes());
    }
  }

  private static byte[] noise(int sizeBytes) {
    byte[] bytes = new byte[sizeBytes];
    for (int i = 0; i < sizeBytes; i++) {
      bytes[i] = (byte) (i * 31 ^ i >> 7);
    }
    return bytes;
  }

  @Test
  void aCompressedRangeOfManyChunksIsReadAnywhere() {
    byte[] bytes = noise(40 * 65536 + 4096);
    try (Dump dump = opened(new LimeBuilder().packed(0x10_0000, bytes).bytes())) {
      for (int at : new int[] {0, 65536, 17 * 65536 - 4096, 33 * 65536, bytes.length - 4096}) {
        assertThat(dump.page(0x10_0000 + at).bytes(), is(Arrays.copyOfRange(bytes, at, at + 4096)));
      }
    }
  }

  @Test
  void rangesNeedNotBeginOrEndAtPages() {
    byte[] bytes = noise(PAGE_BYTES);
    try (Dump dump = opened(new LimeBuilder().plain(100, bytes).bytes())) {
      Page first = dump.page(0);
      assertThat(dump.state(0), is(PageState.PRESENT));
      assertThat(first.bytes()[99], is((byte) 0));
      assertThat(first.bytes()[100], is(bytes[0]));
      Page second = dump.page(PAGE_BYTES);
      assertThat(second.bytes()[99], is(bytes[PAGE_BYTES - 1]));
      assertThat(second.bytes()[100], is((byte) 0));
    }
  }

  @Test
  void aRangeThatWasCutOffGivesWhatIsThere() {
    byte[] plain = new LimeBuilder().plain(0, noise(4 * PAGE_BYTES)).bytes();
    byte[] packed = new LimeBuilder().packed(0, noise(4 * 65536)).bytes();
    for (byte[] whole : List.of(plain, packed)) {
      try (Dump dump = opened(Arrays.copyOf(whole, whole.length * 6 / 10))) {
        long end = whole == plain ? 4 * PAGE_BYTES : 4 * 65536;
        assertThat(dump.state(0), is(PageState.PRESENT));
        assertThat(dump.state(end - 1), is(PageState.TRUNCATED));
        assertThrows(PageAbsent.class, () -> dump.page(end - 1));
        assertThat(
            dump.description().warnings(),
            contains("the dump was cut off: pages at its end are missing"));
      }
    }
  }

  @Test
  void whatFollowsTheLastRangeIsTold() {
    byte[] file = new LimeBuilder().plain(0, noise(PAGE_BYTES)).header("EMiL", 7, 0, 10).bytes();
    try (Dump dump = opened(file)) {
      assertThat(dump.state(0), is(PageState.PRESENT));
      assertThat(
          dump.description().warnings(),
          contains("what follows range 1 of the capture makes no sense"));
    }
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsRefused() {
    byte[] file = new LimeBuilder().header("EMiL", 1, 5000, 10).bytes();
    assertThrows(MalformedInput.class, () -> opened(file));
  }

  @Test
  void aRangeThatUnpacksToMoreThanItsSizeIsRefused() {
    byte[] file = new LimeBuilder().packed(0, noise(65536)).bytes();
    file[17] = 0; // the last address now is 0xff
    MalformedInput fault = assertThrows(MalformedInput.class, () -> opened(file));
    assertThat(fault.getMessage(), containsString("is no stream of the"));
  }

  @Test
  void aDamagedChunkIsCorruptAndTheOthersAreNot() {
    byte[] file = new LimeBuilder().packed(0, noise(2 * 65536)).bytes();
    file[file.length - 1000] ^= 1;
    try (Dump dump = opened(file)) {
      assertThat(dump.page(0).bytes()[1], is(noise(2)[1]));
      assertThrows(PageCorrupt.class, () -> dump.page(65536));
    }
  }

  @Test
  void chunksThatSkipForeverAreRefused() {
    LimeBuilder capture = new LimeBuilder().header("AVML", 2, 0, 4095);
    for (int i = 0; i < 2000; i++) {
      capture.chunk(0xfe, new byte[0]);
    }
    assertThrows(MalformedInput.class, () -> opened(capture.bytes()));
  }

  @Test
  void aRangeIsStoredAsFarAsTheFileGoesHoweverLongItShouldBe() {
    byte[] file = new LimeBuilder().header("EMiL", 1, 0, (1L << 52) - 1).bytes();
    byte[] withOnePage = Arrays.copyOf(file, file.length + PAGE_BYTES);

    try (Dump dump = opened(withOnePage)) {
      assertThat(dump.nextStored(0), is(OptionalLong.of(0)));
      assertThat(dump.nextStored(PAGE_BYTES), is(OptionalLong.empty()));
    }
  }
}
