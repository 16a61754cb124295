package org.vmcore.emit.commands.scsi;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class DecimalSizeTest {
  @Test
  void showsThreeDigitsInPowersOfThousand() {
    assertThat(DecimalSize.of(167_772_160), is("167MB"));
    assertThat(DecimalSize.of(2_097_152), is("2.09MB"));
    assertThat(DecimalSize.of(12_500_000_000L), is("12.5GB"));
  }

  @Test
  void showsBytesWithoutDecimals() {
    assertThat(DecimalSize.of(0), is("0B"));
    assertThat(DecimalSize.of(999), is("999B"));
  }
}
