package org.vmcore.emit.commands.process;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class LsofRowTest {
  @Test
  void putsAccessAndLockBehindTheNumber() {
    assertThat(row("4", 'u', 'W').fdCell(), is("4uW"));
    assertThat(row("cwd", ' ', ' ').fdCell(), is("cwd  "));
    assertThat(row("txt", ' ', 'R').fdCell(), is("txt-R"));
  }

  @Test
  void showsOffsetsOfMoreThanEightDigitsInHexadecimal() {
    assertThat(LsofFiles.offset(99999999), is("0t99999999"));
    assertThat(LsofFiles.offset(100000000), is("0x5f5e100"));
  }

  private static LsofRow row(String fd, char access, char lock) {
    return new LsofRow(fd, access, lock, "REG", "254,0", "1", "2", "/a");
  }
}
