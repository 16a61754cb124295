package org.vmcore.kernel.task;

import java.math.BigInteger;
import java.util.List;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * CPU time of a thread or process in nanoseconds, as {@code cputime_adjust()} in {@code
 * kernel/sched/cputime.c} makes it: the run time is exact, how it divides into user and system time
 * is sampled, and neither ever shrinks.
 *
 * @param userNs {@code utime}
 * @param systemNs {@code stime}
 */
public record CpuTimes(long userNs, long systemNs) {

  public long totalNs() {
    return userNs + systemNs;
  }

  /** {@code task_cputime_adjusted()}: of one thread. */
  public static CpuTimes ofThread(Task task) {
    Sampled sampled = Sampled.of(task.value());
    return adjusted(task.value(), sampled);
  }

  /**
   * {@code thread_group_cputime_adjusted()}: of a process, with its threads that ended.
   *
   * @param threads the threads that there still are
   */
  public static CpuTimes ofProcess(Task task, List<Task> threads) {
    Value signal = task.signal();
    Sampled sum =
        new Sampled(
            signal.field("utime").asLong(),
            signal.field("stime").asLong(),
            signal.field("sum_sched_runtime").asLong());
    for (Task thread : threads) {
      sum = sum.plus(Sampled.of(thread.value()));
    }
    return adjusted(signal, sum);
  }

  private record Sampled(long user, long system, long run) {
    static Sampled of(Value task) {
      return new Sampled(
          task.field("utime").asLong(),
          task.field("stime").asLong(),
          task.at("se.sum_exec_runtime").asLong());
    }

    Sampled plus(Sampled other) {
      return new Sampled(user + other.user, system + other.system, run + other.run);
    }
  }

  /**
   * {@code cputime_adjust()}: what was sampled, scaled to the time that was measured.
   *
   * @param holder the structure with {@code prev_cputime}: what was shown last
   */
  public static CpuTimes adjusted(Value holder, long userNs, long systemNs, long runNs) {
    return adjusted(holder, new Sampled(userNs, systemNs, runNs));
  }

  private static CpuTimes adjusted(Value holder, Sampled sampled) {
    if (!holder.has("prev_cputime") || countsExactly(holder.program())) {
      return new CpuTimes(sampled.user, sampled.system);
    }
    long previousUser = holder.at("prev_cputime.utime").asLong();
    long previousSystem = holder.at("prev_cputime.stime").asLong();
    if (previousUser + previousSystem >= sampled.run) {
      return new CpuTimes(previousUser, previousSystem);
    }
    long system = Math.max(systemShare(sampled), previousSystem);
    long user = sampled.run - system;
    return user < previousUser
        ? new CpuTimes(previousUser, sampled.run - previousUser)
        : new CpuTimes(user, system);
  }

  /** {@code CONFIG_VIRT_CPU_ACCOUNTING_NATIVE}: nothing is sampled. */
  private static boolean countsExactly(Program kernel) {
    return kernel.hasMember("struct thread_info", "accounting");
  }

  private static long systemShare(Sampled sampled) {
    if (sampled.system == 0) {
      return 0;
    }
    if (sampled.user == 0) {
      return sampled.run;
    }
    // Three numbers of 64 bits: the kernel's product has 128 of them too.
    return BigInteger.valueOf(sampled.system)
        .multiply(BigInteger.valueOf(sampled.run))
        .divide(BigInteger.valueOf(sampled.system).add(BigInteger.valueOf(sampled.user)))
        .longValue();
  }
}
