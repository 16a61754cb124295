package org.vmcore.kernel.time;

import java.util.BitSet;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * How long CPUs were idle, in nanoseconds since boot: {@code get_idle_time()} and {@code
 * get_iowait_time()}, {@code fs/proc/stat.c}. Of a CPU that takes no ticks while it idles the time
 * since it began to idle belongs to it as well.
 */
public final class IdleTime {
  private static final int TS_FLAG_IDLE_ACTIVE = 1 << 2; // kernel/time/tick-sched.h, since 6.10

  private final Program kernel;
  private final PerCpu perCpu;
  private final BitSet online;
  private final long nowNs;

  private IdleTime(Program kernel) {
    this.kernel = kernel;
    perCpu = PerCpu.of(kernel);
    online = CpuMask.online(kernel);
    nowNs = Timekeeping.of(kernel).monotonicNs();
  }

  public static IdleTime of(Program kernel) {
    return kernel.computed(IdleTime.class, IdleTime::new);
  }

  /** Time without anything to run, and without a task that waits for a disk. */
  public long idleNs(int cpu) {
    return time(cpu, "CPUTIME_IDLE", "idle_sleeptime", !someWaitForDisk(cpu));
  }

  /** Time without anything to run, while tasks waited for a disk. */
  public long iowaitNs(int cpu) {
    return time(cpu, "CPUTIME_IOWAIT", "iowait_sleeptime", someWaitForDisk(cpu));
  }

  private long time(int cpu, String index, String sleepTime, boolean goesOn) {
    Value sampled = perCpu.variable("kernel_cpustat", cpu);
    long sampledNs = sampled.field("cpustat").index(kernel.enumerator(index)).asLong();
    if (sampled.has("idle_elapse")) { // since 7.1 the sampled times contain the tickless ones
      boolean elapses = goesOn && sampled.field("idle_elapse").asBoolean();
      return sampledNs + (elapses ? since(sampled) : 0);
    }
    if (!online.get(cpu) || !isTickless()) {
      return sampledNs;
    }
    Value tick = perCpu.variable("tick_cpu_sched", cpu);
    long slept = ktime(tick.field(sleepTime)) + (goesOn && isIdle(tick) ? since(tick) : 0);
    return slept / 1000 * 1000; // get_cpu_idle_time_us() counts microseconds
  }

  private boolean isTickless() {
    return kernel.findSymbol("tick_nohz_active").map(Value::asBoolean).orElse(false);
  }

  private static boolean isIdle(Value tick) {
    return tick.has("idle_active")
        ? tick.field("idle_active").asBoolean()
        : (tick.field("flags").asLong() & TS_FLAG_IDLE_ACTIVE) != 0;
  }

  private long since(Value idling) {
    return Math.max(0, nowNs - ktime(idling.field("idle_entrytime")));
  }

  private static long ktime(Value time) {
    return Timekeeping.ktimeNs(time);
  }

  private boolean someWaitForDisk(int cpu) {
    return perCpu.variable("runqueues", cpu).at("nr_iowait.counter").asLong() > 0;
  }
}
