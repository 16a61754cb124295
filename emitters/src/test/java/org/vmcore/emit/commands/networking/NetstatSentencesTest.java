package org.vmcore.emit.commands.networking;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetstatSentencesTest {
  @Test
  void findsCountersThatStandInOrder() {
    assertThat(
        NetstatSentences.find(NetstatSentences.UDP, "NoPorts").orElseThrow().text(),
        is("%llu packets to unknown port received"));
  }

  @Test
  void missesWhatStandsOutOfOrderAsTheCommandDoes() {
    assertThat(NetstatSentences.find(NetstatSentences.TCP_EXT, "TCPTimeouts").isEmpty(), is(true));
  }

  @Test
  void findsNothingInAnEmptyTable() {
    assertThat(NetstatSentences.find(List.of(), "InMsgs").isEmpty(), is(true));
  }
}
