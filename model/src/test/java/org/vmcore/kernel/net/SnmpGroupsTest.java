package org.vmcore.kernel.net;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import org.junit.jupiter.api.Test;

class SnmpGroupsTest {
  @Test
  void namesOnlyTypesOfMessagesThatOccurredThoseReceivedFirst() {
    long[] types = new long[512];
    types[0x100 + 8] = 3; // echo requests sent
    types[0] = 2; // echo replies received
    types[3] = 7;

    assertThat(
        SnmpGroups.occurred("", types),
        contains(
            new SnmpCounter("InType0", 2),
            new SnmpCounter("InType3", 7),
            new SnmpCounter("OutType8", 3)));
  }
}
