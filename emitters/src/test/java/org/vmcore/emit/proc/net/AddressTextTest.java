package org.vmcore.emit.proc.net;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class AddressTextTest {
  private static final byte[] MAC = {0x02, 0, 0x5e, (byte) 0xff, 0x10, 0x0a};

  @Test
  void hardwareAddressesHaveColonsOrNothingBetweenTheirBytes() {
    assertThat(Macs.text(MAC), is("02:00:5e:ff:10:0a"));
    assertThat(Macs.plain(MAC), is("02005eff100a"));
    assertThat(Macs.text(new byte[0]), is(""));
  }

  @Test
  void connectionsInProcHaveAllDigitsOfAnIpv6Address() {
    byte[] loopback = new byte[16];
    loopback[15] = 1;

    assertThat(ConnectionLine.whole(loopback), is("0000:0000:0000:0000:0000:0000:0000:0001"));
  }
}
