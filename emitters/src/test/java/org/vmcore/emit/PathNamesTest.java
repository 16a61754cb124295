package org.vmcore.emit;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class PathNamesTest {
  @Test
  void keepsWhatSystemdEscapes() {
    String slice = "system-serial\\x2dgetty.slice";

    assertThat(PathNames.segment(slice), is(slice));
  }

  @Test
  void escapesOtherBackslashesAndSeparators() {
    assertThat(PathNames.segment("..\\..\\boot"), is("..%5C..%5Cboot"));
    assertThat(PathNames.segment("a\\x2"), is("a%5Cx2"));
    assertThat(PathNames.segment("../boot"), is("..%2Fboot"));
  }
}
