package org.vmcore.emit.commands.firewalltables;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.emit.commands.firewalltables.NftKey.Kind;

class NftKeyTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static String value(Kind kind, int sizeBytes, byte[] bytes) {
    return new NftKey("key", kind, sizeBytes).value(bytes);
  }

  @Test
  void portsAreNumbersWithTheHighestByteFirst() {
    assertThat(value(Kind.PORT, 2, bytes(0x27, 0x0f)), is("9999"));
  }

  @Test
  void addressesWithoutTheirEndAreNetworks() {
    assertThat(value(Kind.ADDRESS, 4, bytes(172, 16, 0, 9)), is("172.16.0.9"));
    assertThat(value(Kind.ADDRESS, 4, bytes(172, 16, 0)), is("172.16.0.0/24"));
  }

  @Test
  void namesOfDevicesWithoutTheirEndStandForMany() {
    byte[] all = "br0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(value(Kind.INTERFACE, 16, all), is("\"br0\""));
    assertThat(value(Kind.INTERFACE, 16, bytes('b', 'r')), is("\"br*\""));
  }

  @Test
  void statesAreBitsOfTheHost() {
    assertThat(value(Kind.CT_STATE, 4, bytes(6, 0, 0, 0)), is("established,related"));
  }

  @Test
  void portsAreOfTheProtocolThatTheRuleAskedForAndThatNeedsNoWordsThen() {
    NftHeaders headers = new NftHeaders(1);
    List<String> parts = new ArrayList<>(List.of("meta nfproto ipv4", "meta l4proto tcp"));
    headers.compared(NftHeaders.meta(15), bytes(2), true, 0);
    headers.compared(NftHeaders.meta(16), bytes(6), true, 1);

    NftKey port = headers.payload(2, 2, 2, parts);
    NftKey address = headers.payload(1, 12, 4, parts);

    assertThat(port.text(), is("tcp dport"));
    assertThat(address.text(), is("ip saddr"));
    assertThat(parts, is(List.of("", "")));
  }

  @Test
  void whatNobodyHasANameForIsToldByItsPlace() {
    NftKey key = new NftHeaders(1).payload(1, 12, 4, new ArrayList<>());

    assertThat(key.text(), is("@nh,96,32"));
  }
}
