package org.vmcore.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.MemoryFault;

class ReadsTest {
  private static final class Hole extends MemoryFault {
    private static final long serialVersionUID = 1L;

    Hole() {
      super("no page", "", 0, "");
    }
  }

  @AfterEach
  void stop() {
    Reads.stop();
  }

  @Test
  void faultsOfSharedWorkAreToldToItsUsersWhoeverDidIt() {
    List<Reads.Met> met = new ArrayList<>();
    Reads doer = Reads.start(100, Long.MAX_VALUE);
    Reads.shared(
        () -> {
          Reads.failed(new Hole());
          return "";
        },
        met::add);
    assertThat(doer.nrFaults(), is(0L));

    met.get(0).tell(this);
    Reads user = Reads.start(100, Long.MAX_VALUE);
    met.get(0).tell(this);
    met.get(0).tell(this);

    assertThat(doer.nrFaults(), is(1L));
    assertThat(user.nrFaults(), is(1L));
    assertThat(user.faults(), hasSize(1));
  }

  @Test
  void faultsOfSharedWorkThatFailsAreTheDoers() {
    Reads doer = Reads.start(100, Long.MAX_VALUE);
    assertThrows(
        Hole.class,
        () ->
            Reads.shared(
                () -> {
                  Hole hole = new Hole();
                  Reads.failed(hole);
                  throw hole;
                },
                met -> {}));

    assertThat(doer.nrFaults(), is(1L));
  }

  @Test
  void faultsOfSharedWorkAreKnownEvenWhenNobodyCounts() {
    List<Reads.Met> met = new ArrayList<>();
    Reads.shared(
        () -> {
          Reads.failed(new Hole());
          return "";
        },
        met::add);

    assertThat(met.get(0).nrFaults(), is(1L));
  }

  @Test
  void sharedWorkCountsAgainstTheBudgetOfItsDoer() {
    Reads.start(10, Long.MAX_VALUE);
    assertThrows(
        BudgetSpent.class,
        () ->
            Reads.shared(
                () -> {
                  for (int i = 0; i < 11; i++) {
                    Reads.count();
                  }
                  return "";
                },
                met -> {}));
  }

  @Test
  void readsThatGotZerosAreCountedLikeFaults() {
    List<Reads.Met> met = new ArrayList<>();
    Reads doer = Reads.start(100, Long.MAX_VALUE);
    Reads.zeroed(0x1000);
    Reads.shared(
        () -> {
          Reads.zeroed(0x2000);
          return "";
        },
        met::add);
    assertThat(doer.nrZeroed(), is(1L));

    met.get(0).tell(this);
    Reads user = Reads.start(100, Long.MAX_VALUE);
    met.get(0).tell(this);

    assertThat(doer.nrZeroed(), is(2L));
    assertThat(user.nrZeroed(), is(1L));
  }
}
