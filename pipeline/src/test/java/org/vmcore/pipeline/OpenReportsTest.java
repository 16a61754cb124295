package org.vmcore.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmcore.io.Unsupported;

class OpenReportsTest {
  private static final FakeReports SOURCE = new FakeReports(1, 1);

  private final OpenReports reports = new OpenReports(2);

  @BeforeEach
  void countFromZero() {
    FakeReports.OPENED.set(0);
    FakeReports.CLOSED.set(0);
  }

  @Test
  void aReportIsOpenedOnceForAllWhoWantIt() {
    try (OpenReports.Lease first = reports.acquire(SOURCE, request("a"));
        OpenReports.Lease second = reports.acquire(SOURCE, request("a"))) {
      assertThat(second.report(), sameInstance(first.report()));
    }
    reports.acquire(SOURCE, request("a")).close();
    assertThat(FakeReports.OPENED.get(), is(1));
  }

  @Test
  void theOneUnusedForLongestIsClosed() {
    for (String dump : List.of("a", "b", "a", "c")) {
      reports.acquire(SOURCE, request(dump)).close();
    }
    assertThat(FakeReports.CLOSED.get(), is(1));
    reports.acquire(SOURCE, request("a")).close();
    assertThat(FakeReports.OPENED.get(), is(3));
  }

  @Test
  void whatIsInUseStaysOpenEvenBeyondTheCapacity() {
    try (OpenReports.Lease a = reports.acquire(SOURCE, request("a"));
        OpenReports.Lease b = reports.acquire(SOURCE, request("b"))) {
      reports.acquire(SOURCE, request("c")).close();
      assertThat(a.report().facts().host() + b.report().facts().host(), is("ab"));
      assertThat(reports.size(), is(2));
    }
  }

  @Test
  void aDumpThatCannotBeOpenedIsTriedAgain() {
    for (int i = 0; i < 2; i++) {
      assertThrows(Unsupported.class, () -> reports.acquire(SOURCE, request("bad")));
    }
    assertThat(reports.size(), is(0));
  }

  private static DumpRequest request(String dump) {
    return new DumpRequest(dump, dump, List.of(), "", List.of(), "");
  }
}
