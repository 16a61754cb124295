package org.vmcore.kernel.psi;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class PsiAveragesTest {
  private static final long PERIOD_NS = 2_000_000_000L;

  @Test
  void risesFastestOverTheShortestTime() {
    long[] averages = PsiAverages.calcAvgs(new long[3], 0, PERIOD_NS, PERIOD_NS);

    assertThat(PsiAverages.text(averages[0]), is("18.11"));
    assertThat(PsiAverages.text(averages[1]), is("3.27"));
    assertThat(PsiAverages.text(averages[2]), is("0.68"));
  }

  @Test
  void decaysOverPeriodsInWhichNothingWaited() {
    long[] full = {100 << 11, 100 << 11, 100 << 11};

    long[] averages = PsiAverages.calcAvgs(full, 4, 0, PERIOD_NS);

    assertThat(PsiAverages.text(averages[0]), is("36.78"));
    assertThat(PsiAverages.text(averages[2]), is("96.60"));
  }
}
