package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.ListedImage;
import org.vmcore.debuginfo.index.IndexedKernel;
import org.vmcore.debuginfo.index.SameAnswers;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.store.ImageStore;

/** The bundled kernel from its vmlinux and from the index that is made of it. */
class IndexedSampleTest {
  @TempDir private static Path cache;

  private static KernelImage original;
  private static KernelImage indexed;

  @BeforeAll
  static void openTwice() {
    original = open(Optional.of(BundledSample.vmlinux()));
    ImageStore.finish();
    indexed = open(Optional.empty());
  }

  private static KernelImage open(Optional<Path> vmlinux) {
    Optional<String> crashed = Optional.of("be80279be0383f6dbea0d4cedb91714bdff3a72b");
    return ImageStore.in(cache).image(crashed, vmlinux, DebugFolders.NONE).orElseThrow();
  }

  @Test
  void theIndexAnswersLikeTheVmlinux() {
    assertThat(indexed, instanceOf(IndexedKernel.class));
    SameAnswers.check(indexed, (ListedImage) original);
  }

  @Test
  void withTheVmlinuxAtHandTheIndexIsUsedTheSecondTime() {
    assertThat(original, instanceOf(ListedImage.class));
    assertThat(open(Optional.of(BundledSample.vmlinux())), instanceOf(IndexedKernel.class));
  }

  @Test
  void aDistributionsKernelTakesLessThanTenMegabytes() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      Path index = files.findFirst().orElseThrow();
      assertThat(Files.size(index), is(lessThan(10_000_000L)));
    }
  }
}
