package org.vmcore.kernel.net.addr;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class IpAddressTest {
  private static String text(String hex) {
    return IpAddress.of(HexFormat.of().parseHex(hex)).toString();
  }

  @Test
  void writesIpv4WithDots() {
    assertThat(text("c0a80001"), is("192.168.0.1"));
  }

  @Test
  void shortensTheFirstOfTheLongestRunsOfZeroWords() {
    assertThat(text("20010db8000000000001000000000001"), is("2001:db8::1:0:0:1"));
    assertThat(text("00010000000000000000000000000000"), is("1::"));
    assertThat(text("00000000000000000000000000000000"), is("::"));
    assertThat(text("00000000000000000000000000000001"), is("::1"));
  }

  @Test
  void keepsASingleZeroWord() {
    assertThat(text("20010db8000000010001000100010001"), is("2001:db8:0:1:1:1:1:1"));
  }

  @Test
  void writesIpv4WithinIpv6WithDots() {
    assertThat(text("00000000000000000000ffff0a000001"), is("::ffff:10.0.0.1"));
    assertThat(text("0000000000000000000000000a000001"), is("::10.0.0.1"));
  }

  @Test
  void readsIpv4AsTheCpuWould() {
    IpAddress address = IpAddress.ofHostOrder(0x0a000201);

    assertThat(address.toString(), is("10.0.2.1"));
    assertThat(address.number(ByteOrder.LITTLE_ENDIAN), is(0x0102000aL));
    assertThat(address.number(ByteOrder.BIG_ENDIAN), is(0x0a000201L));
  }

  @Test
  void hasNoTextWithoutAddress() {
    assertThat(IpAddress.NONE.toString(), is(""));
    assertThat(IpAddress.NONE.isAny(), is(true));
  }
}
