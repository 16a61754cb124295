package org.vmcore.emit;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
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

  @Test
  void aLinkMayLeadToOtherFilesOfTheReportOrToOnesOfTheDeadMachine() {
    String link = "sys/block/vda";

    for (String target : List.of("../devices/pci/vda", "/dev/vda", "pipe:[4711]", "../../.")) {
      assertThat(PathNames.linkTarget(link, target), is(target));
    }
  }

  @Test
  void aLinkThatLeadsOutOfTheReportIsNone() {
    String link = "sys/block/vda";

    for (String target : List.of("../../../etc", "a/../../../../x", "../devices/../../..", "")) {
      assertThrows(PathNames.BadName.class, () -> PathNames.linkTarget(link, target));
    }
  }
}
