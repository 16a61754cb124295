package org.vmcore.emit.commands.numa;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class NumastatTest {
  @Test
  void writesEachWordOfACounterWithACapital() {
    assertThat(Numastat.capitalized("interleave_hit"), is("Interleave_Hit"));
    assertThat(Numastat.capitalized("numa_miss"), is("Numa_Miss"));
  }
}
