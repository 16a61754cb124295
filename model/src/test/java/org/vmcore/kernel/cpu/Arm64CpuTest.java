package org.vmcore.kernel.cpu;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class Arm64CpuTest {
  @Test
  void aCortexA57TellsWhoMadeItAndWhichItIs() {
    Arm64Cpu cpu = new Arm64Cpu(0x411f_d073);

    assertThat(cpu.implementer(), is(0x41));
    assertThat(cpu.variant(), is(1));
    assertThat(cpu.partNumber(), is(0xd07));
    assertThat(cpu.revision(), is(3));
  }

  @Test
  void anImplementerWithTheHighestBitSetIsNotNegative() {
    assertThat(new Arm64Cpu(0xc000_0000).implementer(), is(0xc0));
  }
}
