package org.vmcore.emit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final class OnlyIndex extends URLClassLoader {
    OnlyIndex(URL folder, ClassLoader classes) {
      super(new URL[] {folder}, classes);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return findResources(name);
    }
  }

  private List<String> emitted(Class<?> emitters) throws IOException {
    Path index = folder.resolve(EmitterIndex.RESOURCE);
    Files.createDirectories(index.getParent());
    List<String> lines = new ArrayList<>();
    for (var method : emitters.getDeclaredMethods()) {
      EmitterIndex.entriesOf(method).stream().map(IndexEntry::toLine).forEach(lines::add);
    }
    Files.write(index, lines);
    List<String> texts = new ArrayList<>();
    try (URLClassLoader alone =
        new OnlyIndex(folder.toUri().toURL(), ReportPlanTest.class.getClassLoader())) {
      ReportPlan plan = ReportPlan.of(kernel, Registry.load(alone), Selection.ALL);
      new Emission(kernel, plan)
          .emit(
              new ShardRange(0, plan.size()),
              file -> texts.add(file.path() + " " + new String(file.bytes(), US_ASCII)));
    }
    return texts;
  }

  @Test
  void aPathStandsOnceWhoeverWantsIt() throws Exception {
    assertThat(emitted(Devices.class), contains("sys/twice/uevent another", "sys/once/uevent 1"));
  }

  @Test
  void keysWithoutANameAreLeftOut() throws Exception {
    assertThat(emitted(Trees.class), contains("tree/%2E%2E/up up"));
  }
}
