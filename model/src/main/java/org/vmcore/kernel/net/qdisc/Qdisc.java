package org.vmcore.kernel.net.qdisc;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.Value;

/** A {@code struct Qdisc}, {@code include/net/sch_generic.h}. */
public record Qdisc(Value qdisc) {
  // include/net/sch_generic.h
  private static final int TCQ_F_BUILTIN = 0x1;
  private static final int TCQ_F_CPUSTATS = 0x20;
  private static final int TCQ_F_INVISIBLE = 0x80;
  private static final int TCQ_F_OFFLOADED = 0x200;

  /** {@code tc_dump_qdisc()}: of a device the root, those below it, and that of ingress. */
  public static List<Qdisc> of(NetDevice device) {
    Value dev = device.value();
    List<Qdisc> all = new ArrayList<>();
    add(dev.field("qdisc"), all);
    if (dev.has("qdisc_hash")) {
      for (Value head : dev.field("qdisc_hash").elements()) {
        HList.forEachEntry(head, "struct Qdisc", "hash")
            .forEach(qdisc -> addVisible(new Qdisc(qdisc), all));
      }
    }
    if (dev.has("ingress_queue") && !dev.field("ingress_queue").isNull()) {
      add(dev.at("ingress_queue->qdisc_sleeping"), all);
    }
    return all;
  }

  private static void add(Value pointer, List<Qdisc> all) {
    if (!pointer.isNull()) {
      addVisible(new Qdisc(pointer.deref()), all);
    }
  }

  /** {@code tc_qdisc_dump_ignore()}. */
  private static void addVisible(Qdisc qdisc, List<Qdisc> all) {
    if ((qdisc.flags() & (TCQ_F_BUILTIN | TCQ_F_INVISIBLE)) == 0) {
      all.add(qdisc);
    }
  }

  /** {@code ops->id}: {@code "fq_codel"}. */
  public String kind() {
    return qdisc.at("ops->id").asString();
  }

  private long flags() {
    return qdisc.field("flags").asLong();
  }

  public boolean isOffloaded() {
    return (flags() & TCQ_F_OFFLOADED) != 0;
  }

  boolean countsPerCpu() {
    return (flags() & TCQ_F_CPUSTATS) != 0 && !qdisc.field("cpu_bstats").isNull();
  }

  public long handle() {
    return qdisc.field("handle").asLong() & 0xffffffffL;
  }

  /** The class that it is in; all bits set for the root. */
  public long parent() {
    return qdisc.field("parent").asLong() & 0xffffffffL;
  }

  public long refcount() {
    return qdisc.at("refcnt.refs.counter").asLong();
  }

  /** Most packets that it keeps. */
  public long limit() {
    return qdisc.field("limit").asLong() & 0xffffffffL;
  }

  /** The device that it queues for. */
  public NetDevice device() {
    return NetDevice.of(qdisc.at("dev_queue->dev"));
  }

  /** {@code qdisc_priv()}: what the discipline itself keeps. */
  public Value priv(String type) {
    return qdisc.program().object(type, qdisc.field("privdata").address());
  }

  public QdiscStats stats() {
    return QdiscStats.of(this);
  }
}
