package org.vmcore.emit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.model.Budget;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Program;

class ReportPlanTest {
  @TempDir Path folder;

  private final Program kernel = FakeKernel.of("x86_64").build();

  static final class Devices {
    @EmitsMany(path = "sys/{device}/uevent", each = Names.class)
    void uevent(Program program, String device, Text out) {
      out.raw(device);
    }

    @Emits("sys/twice/uevent")
    void another(Program program, Text out) {
      out.raw("another");
    }
  }

  static final class Trees {
    @EmitsMany(path = "tree/{path*}", each = Paths.class)
    void file(Program program, String path, Text out) {
      out.raw(path);
    }
  }

  @Enumerates("device")
  static final class Names implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program program) {
      return List.of(Key.of("once", "1"), Key.of("twice", "2"), Key.of("twice", "3"));
    }
  }

  @Enumerates("path")
  static final class Paths implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program program) {
      return List.of(Key.of("/", "root"), Key.of("", "none"), Key.of("/../up", "up"));
    }
  }

  private ReportPlan plan(Class<?> emitters) throws IOException {
    return ReportPlan.of(kernel, OwnIndex.registry(folder, emitters), Selection.ALL);
  }

  private List<String> emitted(Class<?> emitters) throws IOException {
    ReportPlan plan = plan(emitters);
    List<String> texts = new ArrayList<>();
    new Emission(kernel, plan)
        .emit(
            new ShardRange(0, plan.size()),
            file -> texts.add(file.path() + " " + new String(file.bytes(), US_ASCII)));
    return texts;
  }

  @Test
  void aPathStandsOnceWhoeverWantsIt() throws Exception {
    assertThat(emitted(Devices.class), contains("sys/twice/uevent another", "sys/once/uevent 1"));
  }

  static final class Endless {
    @EmitsMany(path = "endless/{number}", each = Numbers.class)
    void file(Program program, Integer number, Text out) {
      out.print("%d", number);
    }
  }

  @Enumerates("number")
  static final class Numbers implements Enumerator<Integer> {
    @Override
    public List<Key<Integer>> keys(Program program) {
      List<Key<Integer>> keys = new ArrayList<>();
      for (int i = 0; i <= 1 << 19; i++) {
        keys.add(Key.of("same", i));
      }
      return keys;
    }
  }

  @Test
  void moreFilesOfAKindThanAnyMachineHasAreNone() throws Exception {
    ReportPlan plan = plan(Endless.class);

    assertThat(plan.size(), is(0));
    assertThat(plan.absent().get(0).outcome().reason(), containsString("budget spent"));
  }

  static final class ManyAndFew {
    @EmitsMany(path = "many/{path*}", each = Paths.class)
    void many(Program program, String path, Text out) {
      out.raw(path);
    }

    @Emits("few")
    void few(Program program, Text out) {
      out.raw("few");
    }

    @EmitsMany(path = "sys/{device}/uevent", each = Names.class)
    void some(Program program, String device, Text out) {
      out.raw(device);
    }
  }

  @Test
  void moreFilesThanAReportMayHaveCostTheLargestKindItsPlace() throws Exception {
    Budget.Cost any = new Budget.Cost(1000, Long.MAX_VALUE);
    ReportPlan plan =
        ReportPlan.of(
            kernel,
            OwnIndex.registry(folder, ManyAndFew.class),
            Selection.ALL,
            new Budget(any, any, any),
            2);

    assertThat(plan.paths(), contains("few", "many/%2E%2E/up"));
    assertThat(
        plan.absent().get(0).outcome().reason(), is("budget spent: 2 files, with 2 of these"));
  }

  static final class Bottomless {
    @EmitsMany(path = "bottomless/{depth}", each = Depths.class)
    void file(Program program, Integer depth, Text out) {
      out.print("%d", depth);
    }
  }

  @Enumerates("depth")
  static final class Depths implements Enumerator<Integer> {
    @Override
    public List<Key<Integer>> keys(Program program) {
      return program.machine().isEmpty() ? List.of() : keys(program);
    }
  }

  @Test
  void keysThatHaveNoBottomCostTheirOwnFilesAlone() throws Exception {
    ReportPlan plan = plan(Bottomless.class);

    assertThat(plan.absent().get(0).outcome().reason(), containsString("StackOverflowError"));
  }

  @Test
  void keysWithoutANameAreLeftOut() throws Exception {
    assertThat(emitted(Trees.class), contains("tree/%2E%2E/up up"));
  }
}
