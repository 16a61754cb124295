package org.vmcore.kernel.net.qdisc;

import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.net.U64Stats;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What a queueing discipline counted: {@code gnet_stats_copy_basic()} and {@code
 * gnet_stats_copy_queue()}, {@code net/core/gen_stats.c}.
 *
 * @param qlen packets that wait
 * @param backlogBytes bytes that wait
 */
public record QdiscStats(
    long bytes,
    long packets,
    long qlen,
    long backlogBytes,
    long drops,
    long requeues,
    long overlimits) {
  private static final QdiscStats NONE = new QdiscStats(0, 0, 0, 0, 0, 0, 0);
  private static final int MAX_QUEUES = 1 << 16;

  static QdiscStats of(Qdisc qdisc) {
    return qdisc.kind().equals("mq") ? ofQueues(qdisc) : own(qdisc);
  }

  /** {@code mq_dump()}: the sum over what the device's queues have. */
  private static QdiscStats ofQueues(Qdisc qdisc) {
    Value dev = qdisc.device().value();
    QdiscStats sum = NONE;
    long nrQueues = Math.min(dev.field("num_tx_queues").asLong() & 0xffffffffL, MAX_QUEUES);
    for (Value queue : dev.field("_tx").elements(nrQueues)) {
      Value sleeping = queue.field("qdisc_sleeping");
      if (!sleeping.isNull()) {
        sum = sum.plus(own(new Qdisc(sleeping.deref())));
      }
    }
    return sum;
  }

  private static QdiscStats own(Qdisc qdisc) {
    Value q = qdisc.qdisc();
    if (!qdisc.countsPerCpu()) {
      long qlen = number(q.at("qstats.qlen")) + number(q.at("q.qlen"));
      return of(q.field("bstats"), q.field("qstats")).withQlen(qlen);
    }
    QdiscStats sum = NONE;
    Program kernel = q.program();
    PerCpu cpus = PerCpu.of(kernel);
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value basic = cpus.ptr(q.field("cpu_bstats"), cpu);
      sum =
          sum.plus(
              of(
                  MemberVariants.find(basic, "bstats").orElse(basic),
                  cpus.ptr(q.field("cpu_qstats"), cpu)));
    }
    return sum.withQlen(sum.qlen + number(q.at("qstats.qlen")));
  }

  /** {@code struct gnet_stats_basic_sync} (before 5.16 by other names) and its queue's. */
  private static QdiscStats of(Value basic, Value queue) {
    return new QdiscStats(
        U64Stats.read(basic.field("bytes")),
        U64Stats.read(basic.field("packets")),
        number(queue.field("qlen")),
        number(queue.field("backlog")),
        number(queue.field("drops")),
        number(queue.field("requeues")),
        number(queue.field("overlimits")));
  }

  private static long number(Value u32) {
    return u32.asLong() & 0xffffffffL;
  }

  private QdiscStats withQlen(long otherQlen) {
    return new QdiscStats(bytes, packets, otherQlen, backlogBytes, drops, requeues, overlimits);
  }

  private QdiscStats plus(QdiscStats other) {
    return new QdiscStats(
        bytes + other.bytes,
        packets + other.packets,
        qlen + other.qlen,
        backlogBytes + other.backlogBytes,
        drops + other.drops,
        requeues + other.requeues,
        overlimits + other.overlimits);
  }
}
