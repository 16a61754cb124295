package org.vmcore.dump.flattened;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpContract;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.PageState;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.MalformedInput;

class FlattenedFileTest {
  private static String text(FlattenedFile file) {
    return new String(file.read(0, (int) file.sizeBytes()), StandardCharsets.US_ASCII)
        .replace('\0', '.');
  }

  @Nested
  class OfAKdumpFileWithRecordsInReverse extends DumpContract {
    @Override
    protected Dump dump() {
      byte[] file = new KdumpBuilder(MemoryImage.example()).bytes();
      return Dumps.of(List.of(FlattenedBuilder.inReverse(file).ended()));
    }
  }

  @Test
  void recordsGoWhereTheySayAndGapsAreZero() {
    FlattenedFile file =
        FlattenedFile.open(new FlattenedBuilder().record(6, "world").record(0, "hello").ended());

    assertThat(text(file), is("hello.world"));
    assertThat(file.holds(0, 11), is(true));
    assertThat(file.holds(0, 12), is(false));
  }

  @Test
  void aLaterRecordOverwritesAnEarlierOne() {
    FlattenedFile file =
        FlattenedFile.open(
            new FlattenedBuilder().record(0, "aaaaaaaa").record(2, "bbb").record(4, "cc").ended());

    assertThat(text(file), is("aabbccaa"));
  }

  @Test
  void whatFollowsTheEndMarkerIsNotRead() {
    FlattenedBuilder stream = new FlattenedBuilder().record(0, "all");
    stream.ended();

    assertThat(text(FlattenedFile.open(stream.record(0, "new").cut(0))), is("all"));
  }

  @Test
  void aCutStreamGivesWhatCameBeforeTheCut() {
    FlattenedFile file =
        FlattenedFile.open(new FlattenedBuilder().record(8, "later").record(0, "first").cut(2));

    assertThat(text(file), is("fir.....later"));
    assertThat(file.holds(0, 3), is(true));
    assertThat(file.holds(3, 1), is(false));
    assertThat(file.holds(8, 5), is(true));
  }

  @Test
  void recordsThatContradictTheFormatAreRefused() {
    assertThrows(
        MalformedInput.class,
        () -> FlattenedFile.open(new FlattenedBuilder().record(-2, "x").ended()));
    assertThrows(
        MalformedInput.class,
        () -> FlattenedFile.open(new FlattenedBuilder().record(0, "").ended()));
    assertThrows(
        MalformedInput.class,
        () -> FlattenedFile.open(new FlattenedBuilder().record(Long.MAX_VALUE, "x").ended()));
  }

  @Test
  void aRecordFarAwayMakesNoArrayForTheGapBeforeIt() {
    FlattenedFile file = FlattenedFile.open(new FlattenedBuilder().record(1L << 40, "x").ended());

    assertThat(file.sizeBytes(), is((1L << 40) + 1));
    assertThrows(MalformedInput.class, () -> file.read(0, Integer.MAX_VALUE));
    ByteSource notes = file.slice("notes", 0, 1 << 30);
    assertThrows(MalformedInput.class, () -> notes.read(0, 1 << 30));
  }

  @Test
  void aStreamWithoutItsEndMarkerSaysSo() {
    byte[] kdump = new KdumpBuilder(MemoryImage.example()).bytes();
    ByteSource stream = FlattenedBuilder.inReverse(kdump).ended();
    byte[] cut = stream.read(0, (int) stream.sizeBytes() - 16);

    try (Dump dump = Dumps.of(List.of(new ArraySource("built", cut)))) {
      assertThat(dump.state(4 * 4096), is(PageState.PRESENT));
      assertThat(
          dump.description().warnings(),
          contains("the dump was cut off: pages at its end are missing"));
    }
  }

  @Test
  void whatACutStreamLacksInItsMiddleIsCutOff() {
    byte[] kdump = new KdumpBuilder(MemoryImage.example()).bytes();
    int descriptors = 4 * 4096;
    FlattenedBuilder stream =
        new FlattenedBuilder()
            .record(0, Arrays.copyOf(kdump, descriptors))
            .record(descriptors + 48, Arrays.copyOfRange(kdump, descriptors + 48, kdump.length));

    try (Dump dump = Dumps.of(List.of(stream.cut(0)))) {
      assertThat(dump.state(4 * 4096), is(PageState.TRUNCATED)); // its descriptor is missing
      assertThat(dump.state(8 * 4096), is(PageState.PRESENT));
      assertThat(dump.pageCounts().of(PageState.TRUNCATED), is(2L));
    }
  }
}
