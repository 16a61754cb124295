package org.vmcore.kernel.psi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.config.StaticKey;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.time.Hz;
import org.vmcore.kernel.time.SchedClock;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct psi_group}: how long tasks of the machine or of a control group waited. Brought
 * up to the crash as {@code psi_show()}, {@code kernel/sched/psi.c}, does before it prints.
 */
public final class PsiGroup {
  private static final int NR_AVERAGES = 3; // over 10, 60 and 300 seconds
  private static final long NSEC_PER_USEC = 1000;
  private static final long NSEC_PER_SEC = 1_000_000_000L;

  private final Program kernel;
  private final Value group;
  private final int nrStates; // those with averages: all but PSI_NONIDLE
  private final long[] totalNs;
  private final List<long[]> averages = new ArrayList<>();

  private PsiGroup(Value group) {
    this.kernel = group.program();
    this.group = group;
    this.nrStates = (int) kernel.enumerator("PSI_NONIDLE");
    this.totalNs = group.field("total").row(0, nrStates).longs(nrStates);
    for (int state = 0; state < nrStates; state++) {
      averages.add(group.field("avg").row(state, NR_AVERAGES).longs());
    }
    collectPercpuTimes(SchedClock.nowNs(kernel));
    updateAverages(SchedClock.nowNs(kernel));
  }

  /** Whether the kernel accounts pressure at all: {@code psi_disabled} is off. */
  public static boolean isEnabled(Program kernel) {
    return kernel.hasSymbol("psi_system") && !StaticKey.isEnabled(kernel, "psi_disabled");
  }

  /** {@code psi_system}: the whole machine. */
  public static Optional<PsiGroup> system(Program kernel) {
    return isEnabled(kernel) ? Optional.of(of(kernel.symbol("psi_system"))) : Optional.empty();
  }

  /**
   * @param group a {@code struct psi_group}
   */
  public static PsiGroup of(Value group) {
    return group.program().computed("psi group " + group.address(), kernel -> new PsiGroup(group));
  }

  /**
   * {@code collect_percpu_times()}: adds what the CPUs saw since the last time, each weighted with
   * the time in which it was not idle.
   */
  private void collectPercpuTimes(long nowNs) {
    PerCpu perCpu = PerCpu.of(kernel);
    long[] deltas = new long[nrStates];
    long nonidleTotal = 0;
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      long[] times = recentTimes(perCpu.ptr(group.field("pcpu"), cpu), nowNs);
      long nonidle = times[nrStates] / (NSEC_PER_SEC / Hz.of(kernel));
      nonidleTotal += nonidle;
      for (int state = 0; state < nrStates; state++) {
        deltas[state] += times[state] * nonidle;
      }
    }
    for (int state = 0; state < nrStates; state++) {
      totalNs[state] += Long.divideUnsigned(deltas[state], Math.max(nonidleTotal, 1));
    }
  }

  /** {@code get_recent_times()}: the counters are of 32 bits and go round. */
  private long[] recentTimes(Value groupc, long nowNs) {
    long[] times = groupc.field("times").longs(nrStates + 1);
    long[] before = groupc.field("times_prev").row(0, nrStates + 1).longs(nrStates + 1);
    long mask = groupc.field("state_mask").asLong();
    long activeNs = Math.max(0, nowNs - groupc.field("state_start").asLong());
    for (int state = 0; state < times.length; state++) {
      long time = times[state] + ((mask >> state & 1) != 0 ? activeNs : 0);
      times[state] = time - before[state] & 0xffffffffL;
    }
    return times;
  }

  /** {@code update_averages()}, when it is due. */
  private void updateAverages(long nowNs) {
    long expires = group.field("avg_next_update").asLong();
    long periodNs = kernel.symbol("psi_period").asLong();
    if (nowNs < expires || periodNs <= 0) {
      return;
    }
    long missedPeriods = (nowNs - expires) / periodNs;
    long elapsedNs = nowNs - (group.field("avg_last_update").asLong() + missedPeriods * periodNs);
    long[] counted = group.field("avg_total").longs(nrStates);
    for (int state = 0; state < nrStates; state++) {
      long sampleNs = Math.min(totalNs[state] - counted[state] & 0xffffffffL, elapsedNs);
      averages.set(
          state, PsiAverages.calcAvgs(averages.get(state), missedPeriods, sampleNs, elapsedNs));
    }
  }

  /**
   * {@code psi_show()}: the lines of {@code cpu.pressure} and its like.
   *
   * @param resource the constant that counts it: {@code "PSI_IO"}, {@code "PSI_MEM"}, {@code
   *     "PSI_CPU"} or {@code "PSI_IRQ"}
   */
  public String show(String resource) {
    StringBuilder text = new StringBuilder();
    kernel.findEnumerator(resource + "_SOME").ifPresent(s -> line(text, "some", (int) s));
    OptionalLong full = kernel.findEnumerator(resource + "_FULL");
    // That no task at all can run is not defined for the whole machine.
    boolean undefined = resource.equals("PSI_CPU") && group.equals(kernel.symbol("psi_system"));
    full.ifPresent(state -> line(text, "full", undefined ? -1 : (int) state));
    return text.toString();
  }

  /** Zeros for a state that is none. */
  private void line(StringBuilder text, String kind, int state) {
    long[] average = state < 0 ? new long[NR_AVERAGES] : averages.get(state);
    String[] shown = Arrays.stream(average).mapToObj(PsiAverages::text).toArray(String[]::new);
    text.append(kind).append(" avg10=").append(shown[0]).append(" avg60=").append(shown[1]);
    text.append(" avg300=").append(shown[2]).append(" total=");
    text.append(state < 0 ? 0 : totalUs(state)).append('\n');
  }

  private String totalUs(int state) {
    return Long.toUnsignedString(Long.divideUnsigned(totalNs[state], NSEC_PER_USEC));
  }
}
