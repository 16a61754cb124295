package org.vmcore.emit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.model.Budget;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Program;

/** Memory in which nearly each file is as dear as a file may be. */
class ReportBudgetTest {
  private static final long ADDRESS = 0x1000;
  private static final int NR_FILES = 300;
  private static final long WHOLE = 10_000;
  private static final long DEAREST = 2_000;
  private static final long ASSURED = 50;

  @TempDir Path folder;

  private final Program kernel = FakeKernel.of("x86_64").number(ADDRESS, 7, Long.BYTES).build();

  static final class Dear {
    @EmitsMany(path = "circles/{number}", each = Numbers.class)
    void walk(Program program, Integer number, Text out) {
      while (program.memory().u64(ADDRESS) == 7) {
        out.raw("");
      }
    }

    @EmitsMany(path = "short/{number}", each = Numbers.class)
    void once(Program program, Integer number, Text out) {
      out.print("%d", program.memory().u64(ADDRESS));
    }
  }

  static final class Shared {
    @EmitsMany(path = "shared/{number}", each = Numbers.class)
    void walk(Program program, Integer number, Text out) {
      out.print("%d", program.computed(Shared.class, Shared::endless));
    }

    private static long endless(Program program) {
      long sum = 0;
      while (program.memory().u64(ADDRESS) == 7) {
        sum++;
      }
      return sum;
    }
  }

  @Enumerates("number")
  static final class Numbers implements Enumerator<Integer> {
    @Override
    public List<Key<Integer>> keys(Program program) {
      return IntStream.range(0, NR_FILES).mapToObj(i -> Key.of(Integer.toString(i), i)).toList();
    }
  }

  private List<EmittedFile> report(Class<?> emitters) throws IOException {
    ReportPlan plan = ReportPlan.of(kernel, OwnIndex.registry(folder, emitters), Selection.ALL);
    Budget budget =
        new Budget(
            new Budget.Cost(WHOLE, Long.MAX_VALUE),
            new Budget.Cost(DEAREST, Long.MAX_VALUE),
            new Budget.Cost(ASSURED, Long.MAX_VALUE));
    List<EmittedFile> files = new ArrayList<>();
    Emission emission = new Emission(kernel, plan, budget);
    plan.shards(100).forEach(shard -> emission.emit(shard, files::add));
    return files;
  }

  private static long readsOf(List<EmittedFile> files) {
    return files.stream().mapToLong(EmittedFile::nrReads).sum();
  }

  @Test
  void whatFilesNeedBeyondTheirOwnEndsWithTheBudgetOfTheReport() throws IOException {
    List<EmittedFile> dear =
        report(Dear.class).stream().filter(file -> file.path().startsWith("circles/")).toList();

    assertThat(dear, hasSize(NR_FILES));
    // each is told of the read that is one too many
    assertThat(readsOf(dear), is(lessThanOrEqualTo(WHOLE + NR_FILES * (ASSURED + 1))));
  }

  @Test
  void aFileThatIsCutSaysWhatForAndHowToGetIt() throws IOException {
    List<EmittedFile> files = report(Dear.class);

    EmittedFile first = file(files, "circles/0");
    EmittedFile last = file(files, "circles/" + (NR_FILES - 1));
    assertThat(first.outcome().reason(), containsString(DEAREST + " reads of kernel memory"));
    assertThat(last.outcome().status(), is(Outcome.Status.STUB));
    assertThat(
        last.outcome().reason(),
        is(
            "budget spent: that of the whole report, 10000 reads of kernel memory; give more with"
                + " --budget"));
    assertThat(new String(last.bytes(), US_ASCII), containsString("that of the whole report"));
  }

  @Test
  void cheapFilesAreWholeHoweverDearTheOthersAre() throws IOException {
    List<EmittedFile> cheap =
        report(Dear.class).stream().filter(file -> file.path().startsWith("short/")).toList();

    assertThat(cheap, hasSize(NR_FILES));
    assertThat(
        cheap.stream().map(file -> new String(file.bytes(), US_ASCII)).toList(),
        everyItem(is("7")));
  }

  @Test
  void whatManyFilesShareFailsOnce() throws IOException {
    List<EmittedFile> files = report(Shared.class);

    assertThat(files, hasSize(NR_FILES));
    assertThat(
        files.stream().map(file -> file.outcome().reason()).toList(),
        everyItem(startsWith("budget spent: " + DEAREST + " reads")));
    assertThat(readsOf(files), is(DEAREST + 1));
  }

  private static EmittedFile file(List<EmittedFile> files, String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst().orElseThrow();
  }
}
