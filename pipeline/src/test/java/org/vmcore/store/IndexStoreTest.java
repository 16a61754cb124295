package org.vmcore.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.index.ImageIdentity;
import org.vmcore.debuginfo.index.ImageInCode;

class IndexStoreTest {
  private static final ImageIdentity IDENTITY = new ImageIdentity("0123abcd", 42);
  private static final String FILE = "0123abcd.index";

  @TempDir private Path temporary;

  private Path folder;
  private IndexStore store;
  private int nrChanges;

  @BeforeEach
  void anEmptyCache() {
    folder = temporary.resolve("cache").resolve("vmcore-report");
    store = new IndexStore(folder);
  }

  private Optional<KernelImage> found() {
    return store.find("0123ABCD", "vmlinux", Optional.of(IDENTITY), Optional::empty);
  }

  private byte[] kept() throws IOException {
    store.keep(IDENTITY, new ImageInCode());
    return Files.readAllBytes(folder.resolve(FILE));
  }

  /** Puts other bytes there, at another time even where clocks are slow. */
  private void replace(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(FILE), bytes);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L + nrChanges++));
  }

  @Test
  void whatWasKeptIsFound() throws IOException {
    assertThat(found(), is(Optional.empty()));
    kept();

    assertThat(found().orElseThrow().symbols().byName("init_task").size(), is(1));
    assertThat(
        store.find("0123abcd", "vmlinux", Optional.empty(), Optional::empty).isPresent(), is(true));
  }

  @Test
  void aDamagedIndexIsMadeAnew() throws IOException {
    byte[] good = kept();
    for (int at = 0; at < good.length; at += 97) {
      byte[] damaged = good.clone();
      damaged[at] ^= 0x10;
      replace(damaged);
      assertThat("byte " + at, found(), is(Optional.empty()));
    }
    for (int length : new int[] {0, 1, 20, good.length / 2, good.length - 1}) {
      replace(Arrays.copyOf(good, length));
      assertThat(length + " bytes", found(), is(Optional.empty()));
    }

    assertThat(kept(), is(good));
    assertThat(found().isPresent(), is(true));
  }

  @Test
  void anIndexOfAnotherVersionIsMadeAnew() throws IOException {
    byte[] other = kept();
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 4711);
    replace(other);

    assertThat(found(), is(Optional.empty()));
  }

  @Test
  void theVmlinuxAtHandMustBeTheOneOfTheIndex() throws IOException {
    kept();
    ImageIdentity stripped = new ImageIdentity("0123abcd", 43);

    assertThat(
        store.find("0123abcd", "vmlinux", Optional.of(stripped), Optional::empty),
        is(Optional.empty()));
  }

  @Test
  void anIndexUnderTheNameOfAnotherBuildIsNotUsed() throws IOException {
    kept();
    Files.move(folder.resolve(FILE), folder.resolve("99887766.index"));

    assertThat(
        store.find("99887766", "vmlinux", Optional.empty(), Optional::empty), is(Optional.empty()));
  }

  @Test
  void aBuildIdThatIsNoneLeadsNowhere() throws IOException {
    kept();
    Files.move(folder.resolve(FILE), folder.resolveSibling("0123abcd.index"));

    for (String id : List.of("../0123abcd", "", "0", "zzzz", "0123abcd/")) {
      assertThat(
          id, store.find(id, "vmlinux", Optional.empty(), Optional::empty), is(Optional.empty()));
    }
  }

  @Test
  void manyWritersLeaveOneWholeFile() throws Exception {
    byte[] whole = kept();
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      work.add(
          () -> {
            for (int times = 0; times < 10; times++) {
              new IndexStore(folder).keep(IDENTITY, new ImageInCode());
              assertThat(Files.readAllBytes(folder.resolve(FILE)), is(whole));
            }
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()).toList(), is(List.of(FILE)));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoError() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "no folder");
    IndexStore nowhere = new IndexStore(file.resolve("cache"));

    nowhere.keep(IDENTITY, new ImageInCode());

    assertThat(
        nowhere.find("0123abcd", "vmlinux", Optional.empty(), Optional::empty),
        is(Optional.empty()));
    assertThat(Files.readString(file), is("no folder"));
  }
}
