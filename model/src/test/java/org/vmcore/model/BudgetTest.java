package org.vmcore.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final long EVER = Long.MAX_VALUE;

  private final Budget budget =
      new Budget(new Budget.Cost(100, EVER), new Budget.Cost(60, EVER), new Budget.Cost(10, EVER));

  @AfterEach
  void stop() {
    Reads.stop();
  }

  /** What a file gets that reads as much as it can. */
  private long greedyFile() {
    Reads reads = Reads.start(budget);
    assertThrows(BudgetSpent.class, BudgetTest::readForEver);
    Reads.stop();
    return reads.reads() - 1; // the last was not allowed
  }

  private static void readForEver() {
    while (true) {
      Reads.count();
    }
  }

  private static String read(int count) {
    for (int i = 0; i < count; i++) {
      Reads.count();
    }
    return "";
  }

  @Test
  void filesTakeFromTheStoreUntilTheirOwnAloneIsLeft() {
    assertThat(greedyFile(), is(60L));
    assertThat(greedyFile(), is(59L)); // 49 were left
    assertThat(greedyFile(), is(10L));
    assertThat(greedyFile(), is(10L));
  }

  @Test
  void whoStaysWithinItsOwnTakesNothing() {
    for (int i = 0; i < 1000; i++) {
      Reads.start(budget);
      read(10);
      Reads.stop();
    }

    assertThat(greedyFile(), is(60L));
  }

  @Test
  void sharedWorkTakesFromTheStoreAndNotFromItsDoer() {
    Reads doer = Reads.start(budget);
    read(55);
    Reads.shared(() -> read(55), met -> {});
    read(5);

    assertThat(doer.reads(), is(115L));
    assertThrows(BudgetSpent.class, () -> read(1));
  }

  @Test
  void sharedWorkIsItsDoersWhenTheStoreIsEmpty() {
    greedyFile();
    greedyFile();
    Reads.start(budget);

    assertThrows(BudgetSpent.class, () -> Reads.shared(() -> read(11), met -> {}));
  }

  @Test
  void timeIsSharedLikeReads() {
    Budget noTime =
        new Budget(new Budget.Cost(EVER, 0), new Budget.Cost(EVER, 2), new Budget.Cost(EVER, 1));
    Reads.start(noTime);

    BudgetSpent spent = assertThrows(BudgetSpent.class, BudgetTest::readForEver);
    assertThat(spent.getMessage(), containsString("that of the whole report, 0 s"));
  }

  @Test
  void whatCannotBeFoundOutIsTriedOnce() {
    Program kernel = FakeKernel.of("x86_64").build();
    AtomicInteger tries = new AtomicInteger();

    Malformed first =
        assertThrows(Malformed.class, () -> kernel.computed("loop", k -> loop(tries)));
    Malformed second =
        assertThrows(Malformed.class, () -> kernel.computed("loop", k -> loop(tries)));

    assertThat(tries.get(), is(1));
    assertThat(second, is(sameInstance(first)));
  }

  private static String loop(AtomicInteger tries) {
    tries.incrementAndGet();
    throw new Malformed("runs in a circle", "list", 0x1000);
  }

  @Test
  void whatFailsWhileModulesAreBeingFoundIsTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    Program kernel =
        FakeKernel.of("x86_64")
            .modules(
                program -> {
                  assertThrows(Malformed.class, () -> program.computed("loop", k -> loop(tries)));
                  return ModuleDebugInfo.NONE;
                })
            .build();
    kernel.moduleWarnings();

    assertThrows(Malformed.class, () -> kernel.computed("loop", k -> loop(tries)));

    assertThat(tries.get(), is(2));
  }
}
