package org.vmcore.emit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  /** Sees this test's index and not the module's. */
  private static final class OnlyIndex extends ClassLoader {
    private final Path folder;

    OnlyIndex(Path folder, ClassLoader classes) {
      super(classes);
      this.folder = folder;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return Collections.enumeration(List.of(folder.resolve(name).toUri().toURL()));
    }
  }

  private ReportPlan plan(Class<?> emitters) throws IOException {
    Path index = folder.resolve(EmitterIndex.RESOURCE);
    Files.createDirectories(index.getParent());
    List<String> lines = new ArrayList<>();
    for (var method : emitters.getDeclaredMethods()) {
      EmitterIndex.entriesOf(method).stream().map(IndexEntry::toLine).forEach(lines::add);
    }
    Files.write(index, lines);
    ClassLoader alone = new OnlyIndex(folder, ReportPlanTest.class.getClassLoader());
    return ReportPlan.of(kernel, Registry.load(alone), Selection.ALL);
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

  @Test
  void keysWithoutANameAreLeftOut() throws Exception {
    assertThat(emitted(Trees.class), contains("tree/%2E%2E/up up"));
  }
}
