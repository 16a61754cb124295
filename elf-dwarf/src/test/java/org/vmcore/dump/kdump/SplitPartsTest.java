package org.vmcore.dump.kdump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.PageState;
import org.vmcore.io.ByteSource;

class SplitPartsTest {
  private static final MemoryImage IMAGE = MemoryImage.example();
  private static final long LAST_PAGE = 31 * 4096L;

  @TempDir private Path folder;

  @BeforeEach
  void writeTwoParts() throws IOException {
    write("vmcore.1", part(0, 16));
    write("vmcore.2", part(16, 40));
  }

  private static KdumpBuilder part(long fromPfn, long toPfn) {
    return new KdumpBuilder(IMAGE).part(fromPfn, toPfn);
  }

  private void write(String name, KdumpBuilder dump) throws IOException {
    ByteSource source = dump.build();
    Files.write(folder.resolve(name), source.read(0, (int) source.sizeBytes()));
  }

  private Dump open(String... names) {
    return Dumps.open(List.of(names).stream().map(folder::resolve).toList());
  }

  @Test
  void partsAreFoundBesideTheOneThatIsNamed() {
    try (Dump dump = open("vmcore.2")) {
      assertThat(dump.state(4 * 4096), is(PageState.PRESENT));
      assertThat(dump.state(LAST_PAGE), is(PageState.PRESENT));
      assertThat(dump.description().format(), containsString("2 parts"));
      assertThat(dump.description().warnings(), empty());
    }
  }

  @Test
  void whoNamesSeveralNamesAll() throws IOException {
    write("vmcore.1", part(0, 8));
    write("vmcore.3", part(8, 16));

    try (Dump dump = open("vmcore.1", "vmcore.3")) {
      assertThat(dump.state(LAST_PAGE), is(PageState.ABSENT_PART));
    }
  }

  @Test
  void copiesAndOtherDumpsAndOtherFilesAreLeftAlone() throws IOException {
    write("a-copy", part(16, 40));
    write("another", new KdumpBuilder(IMAGE).oneBitmap().part(0, 16));
    write("whole", new KdumpBuilder(IMAGE));
    Files.writeString(folder.resolve("cut"), "KDUMP   ");
    Files.writeString(folder.resolve("notes.txt"), "what happened\n");
    Files.createFile(folder.resolve("empty"));

    try (Dump dump = open("vmcore.1")) {
      assertThat(dump.state(LAST_PAGE), is(PageState.PRESENT));
      assertThat(dump.description().format(), containsString("2 parts"));
    }
  }

  @Test
  void aDumpThatIsWholeHasNoOtherParts() throws IOException {
    write("whole", new KdumpBuilder(IMAGE));

    try (Dump dump = open("whole")) {
      assertThat(dump.description().format(), is("kdump-compressed v6 (zlib)"));
    }
  }

  @Test
  void whatIsNotThereIsNamedByItsPages() throws IOException {
    Files.delete(folder.resolve("vmcore.2"));

    try (Dump dump = open("vmcore.1")) {
      assertThat(dump.state(LAST_PAGE), is(PageState.ABSENT_PART));
      assertThat(
          dump.description().warnings(),
          contains("parts of a split dump were not given: pages of pfn 16 to 39 are missing"));
    }
  }
}
