package org.vmcore.emit.commands.networking;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class LinkNamesTest {
  private static final int BROADCAST_UP_RUNNING_MULTICAST_LOWER_UP = 0x11043;

  @Test
  void namesFlagsInTheOrderOfTheCommand() {
    assertThat(
        LinkNames.flags(BROADCAST_UP_RUNNING_MULTICAST_LOWER_UP, false),
        is("BROADCAST,MULTICAST,UP,LOWER_UP"));
  }

  @Test
  void saysFirstThatAnUpLinkHasNoCarrier() {
    assertThat(LinkNames.flags(0x1003, false), is("NO-CARRIER,BROADCAST,MULTICAST,UP"));
  }

  @Test
  void endsWithBitsWithoutNameAndTheMasterThatIsDown() {
    assertThat(LinkNames.flags(0x80002, true), is("BROADCAST,80000,M-DOWN"));
  }

  @Test
  void writesZeroWithoutThePrefixOfHexadecimalNumbers() {
    assertThat(LinkNames.hex(0), is("0"));
    assertThat(LinkNames.hex(0x4000), is("0x4000"));
  }
}
