package org.vmcore.emit;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedPathsTest {
  @Test
  void allButTheFirstOfAPathAreRepeated() {
    List<String> paths = List.of("b", "a", "b", "c", "a", "b");

    assertThat(
        RepeatedPaths.in(paths.size(), paths::get).stream().boxed().toList(), contains(2, 4, 5));
  }

  @Test
  void differentPathsAreNone() {
    assertThat(RepeatedPaths.in(100_000, number -> "proc/" + number).isEmpty(), is(true));
  }
}
