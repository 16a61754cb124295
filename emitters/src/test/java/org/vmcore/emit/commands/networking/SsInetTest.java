package org.vmcore.emit.commands.networking;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class SsInetTest {
  @Test
  void showsMillisecondsOnlyOfFewSeconds() {
    assertThat(SsInet.duration(256), is("256ms"));
    assertThat(SsInet.duration(2256), is("2.256ms"));
    assertThat(SsInet.duration(2000), is("2sec"));
    assertThat(SsInet.duration(15_960), is("15sec"));
  }

  @Test
  void showsSecondsOnlyOfFewMinutes() {
    assertThat(SsInet.duration(61_500), is("1min1sec"));
    assertThat(SsInet.duration(7_088_110), is("118min"));
  }
}
