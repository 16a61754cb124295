package org.vmcore.emit.commands.networking;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class IpLinkTest {
  @Test
  void aModeThatHasNoNameIsPrintedAsTheByteThatIsSent() {
    assertThat(IpLink.addrGenMode(1), is("none"));
    assertThat(IpLink.addrGenMode(0x1f), is("0x1f"));
    assertThat(IpLink.addrGenMode(-1), is("0xff"));
    assertThat(IpLink.addrGenMode(Integer.MIN_VALUE), is("eui64"));
  }
}
