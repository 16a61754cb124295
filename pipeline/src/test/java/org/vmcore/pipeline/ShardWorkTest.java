package org.vmcore.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.archive.Compression;

class ShardWorkTest {
  private static final DumpRequest DUMP =
      new DumpRequest("1", "vmcore", List.of(), "", List.of(), "");

  @TempDir Path folder;

  private BlockRef emitted(int of) {
    Target target =
        new Target(folder.toString(), folder.toString(), Compression.NONE, false, "test");
    return new ShardWork(new OpenReports(1), new FakeReports(30, 10), target)
        .emit(new Shard(DUMP, "top", 0, 1, of));
  }

  @Test
  void aPieceOfAReportThatIsCutAsPlannedBecomesABlock() {
    assertThat(emitted(3).failure(), is(""));
  }

  @Test
  void aPieceOfAReportThatThisWorkerCutsInAnotherWayIsNone() {
    assertThat(
        emitted(4).failure(),
        startsWith("vmcore: cut into 4 pieces and, by another worker, into 3"));
  }
}
