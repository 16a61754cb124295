package org.vmcore.kernel.fs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class SeqEscapeTest {
  @Test
  void writesBlanksAndBackslashesOfPathsInOctal() {
    assertThat(SeqEscape.path("/mnt/a b\\c"), is("/mnt/a\\040b\\134c"));
  }

  @Test
  void leavesOtherCharactersAlone() {
    assertThat(SeqEscape.escape("a,b#c", ","), is("a\\054b#c"));
  }
}
