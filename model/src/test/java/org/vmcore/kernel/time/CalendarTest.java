package org.vmcore.kernel.time;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class CalendarTest {
  private static final long NOON = 1_793_620_800L; // Mon Nov 2 12:00:00 2026
  private static final long DAY = 24 * 60 * 60;

  @Test
  void namesTimesByWhatTellsThemFromNow() {
    assertThat(Calendar.clockOrDate(NOON - 61, NOON), is("11:58"));
    assertThat(Calendar.clockOrDate(NOON - DAY, NOON), is("Nov01"));
    assertThat(Calendar.clockOrDate(NOON - 365 * DAY, NOON), is("2025"));
  }
}
